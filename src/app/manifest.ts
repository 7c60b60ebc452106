import type { ManifestOptions } from 'vite-plugin-pwa';

const ENDINGS = ['.gb', '.gbc'];

/** What an installed app says about itself. All addresses are relative, for every host and sub-path. */
export const manifest: Partial<ManifestOptions> = {
  id: './',
  name: 'Dotmatrix',
  short_name: 'Dotmatrix',
  description: 'Plays Game Boy and Game Boy Color games, on the phone and at the desk, without a network.',
  lang: 'en',
  dir: 'ltr',
  start_url: './',
  scope: './',
  display: 'standalone',
  display_override: ['standalone', 'fullscreen'],
  orientation: 'any',
  background_color: '#eef2ef',
  theme_color: '#eef2ef',
  categories: ['games', 'entertainment'],
  icons: [
    { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: 'icons/maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
    { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: 'icons/monochrome-512.png', sizes: '512x512', type: 'image/png', purpose: 'monochrome' },
  ],
  screenshots: [
    {
      src: 'screenshots/play-narrow.png',
      sizes: '780x1688',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'Playing',
    },
    {
      src: 'screenshots/states-narrow.png',
      sizes: '780x1688',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'Every saved state, and the last minutes',
    },
    {
      src: 'screenshots/play-wide.png',
      sizes: '1280x800',
      type: 'image/png',
      form_factor: 'wide',
      label: 'At the desk',
    },
  ],
  shortcuts: [
    {
      name: 'Continue the last game',
      short_name: 'Continue',
      url: './?action=continue',
      icons: [{ src: 'icons/icon-192.png', sizes: '192x192' }],
    },
    {
      name: 'Add games',
      short_name: 'Add',
      url: './?action=add',
      icons: [{ src: 'icons/icon-192.png', sizes: '192x192' }],
    },
  ],
  file_handlers: [
    {
      action: './',
      accept: {
        'application/x-gameboy-rom': ENDINGS,
        'application/x-gameboy-color-rom': ['.gbc'],
        'application/zip': ['.zip'],
      },
    },
  ],
  share_target: {
    action: './share-target',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      files: [
        {
          name: 'files',
          // Android offers the app by type; a ROM has none of its own, so any binary file may come.
          accept: [
            'application/octet-stream',
            'application/zip',
            'application/x-gameboy-rom',
            ...ENDINGS,
            '.zip',
          ],
        },
      ],
    },
  },
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
};
