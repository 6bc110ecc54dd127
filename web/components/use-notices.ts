import { computed, ref, type ComputedRef } from 'vue'
import { usePreferences } from '../stores/preferences.ts'

/** One for the page: whoever asks, all who show it know. */
const permission = ref<NotificationPermission>('Notification' in window ? Notification.permission : 'denied')

/** null: this browser shows no notices here, so there is nothing to choose. */
export function useNotices(): { isOn: ComputedRef<boolean>, isRefused: ComputedRef<boolean>, toggle: () => Promise<void> } | null {
  const preferences = usePreferences()
  if (!('Notification' in window) || !window.isSecureContext)
    return null
  const isOn = computed(() => preferences.givesNotice && permission.value === 'granted')
  return {
    isOn,
    /** The browser was told to show none. */
    isRefused: computed(() => permission.value === 'denied'),
    async toggle() {
      if (isOn.value) {
        preferences.givesNotice = false
        return
      }
      permission.value = await Notification.requestPermission()
      preferences.givesNotice = permission.value === 'granted'
    },
  }
}
