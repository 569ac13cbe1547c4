import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../typescript'

const run = promisify(execFile)

/** The environment of a consumer: nothing of the npm that runs these tests but how it is configured. */
const cleanEnv = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(package|lifecycle|config_local_prefix|command|execpath|node)/.test(name) &&
      !/^(NODE_OPTIONS|INIT_CWD|JEST_WORKER_ID|NODE_ENV|FORCE_COLOR|NODE_PATH)$/.test(name),
  ),
)

const npm = (cwd: string, ...words: string[]) =>
  run('npm', [...words, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: cleanEnv,
  })

/** A new folder outside the repository, so that nothing in it finds the repository's own packages. */
export const newFolder = (name: string): string =>
  mkdtempSync(join(realpathSync(tmpdir()), `wx-gray-release-plan-${name}-`))

/** Packs this package as it would be published. */
export async function pack(folder: string): Promise<{ tarball: string; files: string[] }> {
  const { stdout } = await npm(root, 'pack', '--json', '--pack-destination', folder)
  const [packed] = Object.values(JSON.parse(stdout)) as [
    { filename: string; files: { path: string }[] },
  ]
  return {
    tarball: join(folder, packed.filename),
    files: packed.files.map(({ path }) => path).sort(),
  }
}

/** A project of its own that installed the packed tarball. */
export class Consumer {
  private readonly hosts: ChildProcess[] = []

  private constructor(readonly folder: string) {}

  /** Installs a folder of `consumers/`: what its lock file names, then the tarball with no network. */
  static async install(name: string): Promise<Consumer> {
    const consumer = new Consumer(newFolder(name))
    try {
      const { folder } = consumer
      cpSync(join(__dirname, 'consumers', name), folder, { recursive: true })
      const { tarball } = await pack(folder)
      await npm(folder, 'ci', '--prefer-offline')
      await npm(folder, 'install', '--no-save', '--offline', tarball)
      return consumer
    } catch (thrown) {
      await consumer.remove()
      throw thrown
    }
  }

  /** Runs a script; gives what it wrote to standard output, and its complaints where it failed. */
  async node(args: string[], env: object = {}): Promise<{ stdout: string; failed: string }> {
    try {
      const { stdout } = await run(process.execPath, args, {
        cwd: this.folder,
        env: { ...cleanEnv, ...env },
      })
      return { stdout, failed: '' }
    } catch (thrown) {
      const {
        stdout = '',
        stderr = '',
        message,
      } = thrown as Error & {
        stdout?: string
        stderr?: string
      }
      return { stdout, failed: `${message}\n${stdout}${stderr}` }
    }
  }

  /** Serves the function in a folder with WeChat's own function host; gives its address. */
  async serve(source: string, env: object): Promise<string> {
    const port = await freePort()
    const host = join(this.folder, 'node_modules/@cloudbase/functions-framework/bin/tcb-ff.js')
    const loopback = join(this.folder, 'loopback.cjs')
    const logs = join(this.folder, 'logs')
    const child = spawn(
      process.execPath,
      ['--require', loopback, host, `--port=${port}`, `--source=${source}`, `--logDirname=${logs}`],
      { cwd: this.folder, env: { PATH: cleanEnv['PATH'], ...env }, stdio: 'pipe' },
    )
    this.hosts.push(child)
    await new Promise<void>((resolve, reject) => {
      let said = ''
      const hear = (chunk: unknown) => {
        said += String(chunk)
        if (said.includes('Server listening')) resolve()
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.once('exit', () => reject(new Error(`the function host ended: ${said}`)))
    })
    return `http://127.0.0.1:${port}/`
  }

  /** Ends what it serves and removes its folder. */
  async remove(): Promise<void> {
    await Promise.all(
      this.hosts.map((host) => {
        const gone = new Promise((resolve) => host.once('exit', resolve))
        host.kill('SIGKILL')
        return host.exitCode === null && host.signalCode === null ? gone : undefined
      }),
    )
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A port that is free now: the function host takes no 0. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
