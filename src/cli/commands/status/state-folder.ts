import { createError } from '../../../core/error'
import { GrayReleasePlanException } from '../../../core/result'
import { nameAndCode, type Store } from '../../../core/store'
import { fileStore } from '../../../watch'
import { reasonOf } from '../../session'
import { en } from '../../texts/en'
import { zh } from '../../texts/zh'

/** The store in the folder of `--state`; its errors name the option and the folder. */
export function stateFolder(folder: string): Store {
  const store = fileStore(folder)
  const fail = (thrown: unknown): never => {
    const errMsg = `the folder of --state could not be used${nameAndCode(thrown)}`
    const hint = {
      zh: zh.status.wrongState(folder, reasonOf(thrown, zh)),
      en: en.status.wrongState(folder, reasonOf(thrown, en)),
    }
    throw new GrayReleasePlanException(createError('system', { errMsg, hint, attempts: 0 }))
  }
  return {
    get: (key) => store.get(key).catch(fail),
    compareAndSet: (...given) => store.compareAndSet(...given).catch(fail),
  }
}
