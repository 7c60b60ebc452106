// Turns music.txt and the sounds below into the bytes that src/audio.s plays.
import { db } from '../tools/rom.mjs';

const SEMITONE = { c: 0, 'c#': 1, d: 2, 'd#': 3, e: 4, f: 5, 'f#': 6, g: 7, 'g#': 8, a: 9, 'a#': 10, b: 11 };
const ROOT = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const REST = 0x60;
const LENGTH = 0x80;
const INSTRUMENT = 0xc0;
const STOP = 0xfe;
const LOOP = 0xff;
const LOWEST = 36; // C2, as MIDI counts
const DRUMS = { k: 0, s: 1, h: 2 };

const midi = (name) => {
  const [, note, octave] = /^([a-g]#?)(\d)$/.exec(name);
  return 12 * (Number(octave) + 1) + SEMITONE[note];
};

/** A pulse channel's period for a MIDI note: 131072 / (2048 - period) is its frequency in Hz. */
const period = (note) => 2048 - Math.round(131072 / (440 * 2 ** ((note - 69) / 12)));

/** Root, third, fifth and octave above `base`. */
function tones(chord, base) {
  const [, letter, flat, minor] = /^([A-G])(b?)(m?)$/.exec(chord);
  let root = base + ROOT[letter] - (flat ? 1 : 0);
  if (root >= base + 9) root -= 12;
  return [root, root + (minor ? 3 : 4), root + 7, root + 12];
}

/** Notes as `[note or REST, rows]` to bytes; a length is written only where it changes. */
function encode(notes, instrument) {
  const bytes = [INSTRUMENT + instrument];
  let last = 0;
  for (const [note, rows] of notes) {
    if (rows !== last) bytes.push(LENGTH + rows - 1);
    last = rows;
    bytes.push(note);
  }
  return bytes;
}

/** A pattern's characters as notes: `.` makes the one before longer. */
function pattern(text, noteOf) {
  const notes = [];
  for (const mark of text) {
    if (mark === '.' && notes.length) notes.at(-1)[1]++;
    else notes.push([mark === '.' || mark === '-' ? REST : noteOf(mark), 1]);
  }
  return notes;
}

function compileSong(song) {
  const bars = song.chords.length;
  const lead = [];
  for (const [, name, rows] of song.lead.matchAll(/([a-g]#?\d|r):(\d+)/g))
    lead.push([name === 'r' ? REST : midi(name) - LOWEST, Number(rows)]);
  const played = lead.reduce((sum, [, rows]) => sum + rows, 0);
  if (played !== bars * 16) throw new Error(`${song.name}: the lead has ${played} rows, not ${bars * 16}`);
  const each = (patterns, noteOf) =>
    song.chords.flatMap((chord, bar) =>
      pattern(patterns[bar % patterns.length], (mark) => noteOf(mark, chord)),
    );
  const arp = each(song.arp, (mark, chord) => tones(chord, 60)[mark] - LOWEST);
  const bass = each(song.bass, (mark, chord) => tones(chord, 48)[mark] - LOWEST);
  const drums = each(song.drums, (mark) => DRUMS[mark]);
  return [encode(arp, 1), encode(lead, 0), encode(bass, 0), encode(drums, 0)];
}

function parseSongs(text) {
  const songs = [];
  for (const line of text.split('\n')) {
    const [word, ...words] = line.split(' ');
    const song = songs.at(-1);
    if (word === 'song')
      songs.push({
        name: words[0],
        tempo: Number(words[2]),
        once: words[3] === 'once',
        lead: '',
        arp: [],
        bass: [],
        drums: [],
      });
    else if (word === 'chords' && song) song.chords = words;
    else if (word === 'lead') song.lead += ` ${words.join(' ')}`;
    else if (['arp', 'bass', 'drums'].includes(word)) song[word].push(words[0]);
  }
  return songs;
}

/**
 * Sound effects: a channel (0 first pulse, 1 second, 3 noise) and steps of frames and the five registers of
 * that channel from NRx0 on, where NRx0 is the first pulse channel's sweep and nothing elsewhere.
 */
function effects() {
  const pulse = (frames, note, duty, envelope, sweep = 0) => {
    const value = period(note);
    return [frames, sweep, duty << 6, envelope, value & 0xff, 0x80 | (value >> 8)];
  };
  const noise = (frames, envelope, shape) => [frames, 0, 0, envelope, shape, 0x80];
  const scale = ['d5', 'f5', 'g5', 'a5', 'c6', 'd6', 'f6', 'g6', 'a6'].map(midi);
  const found = {
    leap: [0, pulse(12, midi('d5'), 2, 0xa1, 0x15)],
    bump: [3, noise(4, 0x81, 0x51), noise(4, 0x41, 0x61)],
    splash: [3, noise(6, 0xf2, 0x34), noise(10, 0xd2, 0x45), noise(20, 0xb3, 0x57), noise(30, 0x74, 0x66)],
    pop: [3, noise(3, 0xe1, 0x12), noise(8, 0x81, 0x33)],
    calm: [0, pulse(6, midi('f4'), 1, 0x71), pulse(10, midi('d4'), 1, 0x62)],
    mote: [
      0,
      pulse(3, midi('a6'), 1, 0x91),
      pulse(3, midi('d7'), 1, 0x91),
      pulse(8, midi('f7') - 0, 1, 0x72),
    ],
    start: [0, ...['d5', 'a5', 'd6', 'f6'].map((name) => pulse(5, midi(name), 2, 0xa2))],
    moon: [
      0,
      ...['d5', 'f5', 'a5', 'd6', 'a5', 'd6', 'f6', 'a6'].map((name) => pulse(5, midi(name), 2, 0xb2)),
    ],
    pause: [0, pulse(4, midi('d6'), 2, 0x81), pulse(8, midi('a5'), 2, 0x81)],
  };
  scale.forEach((note, n) => {
    found[`catch${n + 1}`] = [
      0,
      pulse(3, note - 12, 2, 0xb1),
      pulse(3, note - 5, 2, 0xb1),
      pulse(10, note, 2, 0xb2),
    ];
  });
  for (let n = 0; n < 12; n++)
    found[`tick${n + 1}`] = [0, pulse(4, 62 + [0, 3, 5, 7, 10][n % 5] + 12 * Math.floor(n / 5), 0, 0x41)];
  return found;
}

/** Assembler source: songs as `song_NAME` (tempo, then four addresses), effects as `sfx_NAME`. */
export function compileMusic(text) {
  let source = `note_periods:\n`;
  for (let note = LOWEST; note < LOWEST + 72; note++) source += `\t.dw ${period(note)}\n`;
  for (const song of parseSongs(text)) {
    const voices = compileSong(song);
    const label = (voice) => `song_${song.name}_${voice}`;
    source += `song_${song.name}:\n\t.db ${song.tempo}\n\t.dw ${voices.map((_, n) => label(n)).join(',')}\n`;
    voices.forEach((bytes, n) => {
      source += `${label(n)}:\n${db(bytes)}\t.db ${song.once ? STOP : LOOP}\n`;
      if (!song.once) source += `\t.dw ${label(n)}\n`;
    });
  }
  const sounds = effects();
  for (const [name, [channel, ...steps]] of Object.entries(sounds))
    source += `sfx_${name}:\n\t.db ${channel}\n${db(steps.flat())}\t.db 0\n`;
  source += `catch_sounds:\n\t.dw ${Array.from({ length: 9 }, (_, n) => `sfx_catch${n + 1}`).join(',')}\n`;
  source += `tick_sounds:\n\t.dw ${Array.from({ length: 12 }, (_, n) => `sfx_tick${n + 1}`).join(',')}\n`;
  return source;
}
