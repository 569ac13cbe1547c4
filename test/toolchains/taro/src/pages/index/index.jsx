import { View } from '@tarojs/components'
import Taro, { useLoad } from '@tarojs/taro'
import { callGetGrayReleasePlan } from 'wx-gray-release-plan/client'

export default function Index() {
  useLoad(async () => {
    const result = await callGetGrayReleasePlan(Taro.cloud)
    Taro.setStorageSync('result', result)
  })
  return <View />
}
