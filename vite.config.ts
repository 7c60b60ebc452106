import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import packageJson from './package.json' with { type: 'json' };
import { manifest } from './src/app/manifest.ts';

/** Nothing but this origin, no inline script, no eval. `blob:` is for pictures that are shown or shared. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Static hosts send no headers of ours, so the policy stands in the page; the dev server needs inline scripts. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}

export default defineConfig({
  base: './',
  define: { __VERSION__: JSON.stringify(packageJson.version) },
  // An inlined asset would be a data: address, which the policy forbids to fetch.
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: 'es' },
  plugins: [
    preact(),
    contentSecurityPolicy(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: false,
      manifest,
      injectManifest: {
        globPatterns: ['**/*'],
        globIgnores: ['sw.js', '**/*.map'],
        maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
        // The browser checks the ROM's and scripts' hashed names; one list is enough.
        dontCacheBustURLsMatching: /^assets\//,
      },
    }),
  ],
});
