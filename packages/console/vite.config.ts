import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  // The server puts a fresh nonce here in every answer; styles that Mantine makes at run time carry it.
  html: { cspNonce: '__CSP_NONCE__' },
  build: { target: 'es2022', chunkSizeWarningLimit: 700 },
  server: {
    host: '127.0.0.1',
    proxy: { '^/(?!console/)': 'http://127.0.0.1:1337' },
  },
});
