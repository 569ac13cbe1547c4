/**
 * Where strings are kept between processes: a file, Redis, a row of a database. A method that fails
 * rejects; what it throws is reported by name and code only.
 */
export interface Store {
  /** Resolves with the value of a key; `undefined` if there is none. */
  get(key: string): Promise<string | undefined>
  /**
   * Replaces a value only if it still is the one that was read, as one step that no other process can
   * come in between.
   *
   * @param before - the value that was read; `undefined` means: only if there is no value
   * @returns whether the value was replaced
   */
  compareAndSet(key: string, before: string | undefined, next: string): Promise<boolean>
}
