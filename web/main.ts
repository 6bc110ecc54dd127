import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { BffError } from './queries/bff.ts'
import { createScreenRouter } from './router.ts'
import './styles/fonts.css'
import './styles/tokens.css'
import './styles/base.css'

/** Our own server already retries upstream; a second round here would only delay the truth. */
const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failureCount, error) => failureCount < 2 && error instanceof BffError && error.status === null,
      refetchOnWindowFocus: false,
    },
  },
})

createApp(App).use(createPinia()).use(createScreenRouter(queryClient)).use(VueQueryPlugin, { queryClient }).mount('#app')
