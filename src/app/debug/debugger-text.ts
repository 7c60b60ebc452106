import { computed } from '@preact/signals';
import { text } from '../i18n/text.ts';

/** The debugger's words, apart from the others because they come with it. */
const en = {
  title: 'Debugger',
  noGame: 'No game is open.',
  run: 'Run',
  pause: 'Pause',
  step: 'Step',
  stepOver: 'Step over',
  frame: 'One frame',
  symbols: 'Labels (.sym)',
  labels: (count: number) => `${count} labels`,
  picture: 'Picture',
  flags: 'Flags',
  breakpoints: 'Breakpoints',
  addBreakpoint: 'Address or label to stop at',
  addressHint: '$0150 or Main',
  listing: 'Instructions: press one to stop there',
  remove: (address: string) => `Remove breakpoint ${address}`,
  ldBB: 'Stop at LD B,B',
  code: 'Code',
  codeAt: 'Show code at',
  memoryAt: 'Show memory at',
  pane: 'Show',
  panes: {
    memory: 'Memory',
    tiles: 'Tiles',
    map0: 'Map $9800',
    map1: 'Map $9C00',
    objects: 'Objects',
    ports: 'I/O registers',
  },
};

const de: typeof en = {
  title: 'Debugger',
  noGame: 'Kein Spiel ist offen.',
  run: 'Weiter',
  pause: 'Pause',
  step: 'Schritt',
  stepOver: 'Überspringen',
  frame: 'Ein Bild',
  symbols: 'Namen (.sym)',
  labels: (count) => `${count} Namen`,
  picture: 'Bild',
  flags: 'Flags',
  breakpoints: 'Haltepunkte',
  addBreakpoint: 'Adresse oder Name zum Anhalten',
  addressHint: '$0150 oder Main',
  listing: 'Befehle: drücke einen, um dort anzuhalten',
  remove: (address) => `Haltepunkt ${address} entfernen`,
  ldBB: 'Bei LD B,B anhalten',
  code: 'Programm',
  codeAt: 'Programm zeigen ab',
  memoryAt: 'Speicher zeigen ab',
  pane: 'Zeigen',
  panes: {
    memory: 'Speicher',
    tiles: 'Kacheln',
    map0: 'Karte $9800',
    map1: 'Karte $9C00',
    objects: 'Objekte',
    ports: 'I/O-Register',
  },
};

export const debuggerText = computed(() => (text.value.code === 'de' ? de : en));
