import * as config from 'wx-gray-release-plan/config.json'
import * as manifest from 'wx-gray-release-plan/package.json'

export const permission: string | undefined = config.permissions.openapi[0]
export const version: string = manifest.version
