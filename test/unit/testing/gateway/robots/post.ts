/** Posts to a robot as a program of anybody's would; gives what it answers. */
export async function post(
  url: string,
  body: unknown,
): Promise<{ status: number; body: { [field: string]: unknown } }> {
  const response = await fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
  })
  return { status: response.status, body: Object(await response.json()) }
}
