/**
 * What the emulator itself says (it speaks English), in German. `$1` is what the brackets caught. A sentence that
 * is not here is shown as it came.
 */
export const sentencesDe: readonly (readonly [RegExp, string])[] = [
  [/^This file is empty\. .*$/, 'Diese Datei ist leer. Hole das Spiel noch einmal.'],
  [
    /^This file has only (\d+) bytes.*$/,
    'Diese Datei hat nur $1 Byte, ein Game-Boy-Spiel hat mindestens 336. Sie ist etwas anderes oder ein abgebrochener Download: hole das Spiel noch einmal.',
  ],
  [/^This ROM is cut short.*$/, 'Dieses Spiel ist abgeschnitten. Lade es noch einmal herunter.'],
  [
    /^This file is larger than any Game Boy cartridge.*$/,
    'Diese Datei ist größer als jedes Game-Boy-Modul. Sie ist kein Game-Boy-Spiel.',
  ],
  [/^This is not a Game Boy ROM.*$/, 'Das ist kein Game-Boy-Spiel: was jedes am Anfang hat, fehlt.'],
  [/^This is a zip archive.*$/, 'Das ist ein Zip, kein Spiel. Entpacke es zuerst.'],
  [/^This is a ROM for the NES.*$/, 'Das ist ein Spiel für den NES, nicht für den Game Boy.'],
  [/^This is Game Boy music.*$/, 'Das ist Game-Boy-Musik (GBS), kein Spiel.'],
  [
    /^This is a ROM for the Game Boy Advance.*$/,
    'Das ist ein Spiel für den Game Boy Advance, der einen anderen Prozessor hat.',
  ],
  [
    /^This game needs the (.+?)(?: \(type byte .*\))?, which is not supported yet\.$/,
    'Dieses Spiel braucht den Baustein $1, den es hier noch nicht gibt.',
  ],
  [
    /^The logo in the header is not right.*$/,
    'Das Logo im Kopf des Spiels stimmt nicht: eine Konsole würde es nicht starten.',
  ],
  [
    /^The header checksum is .*$/,
    'Die Prüfsumme im Kopf des Spiels stimmt nicht: eine Konsole würde es nicht starten, oder die Datei ist beschädigt.',
  ],
  [
    /^This game is open in another tab or window.*$/,
    'Dieses Spiel ist in einem anderen Fenster offen. Schließe es dort oder übernimm es hier.',
  ],
  [/^The game has stopped\. Open it again first\.$/, 'Das Spiel steht still. Öffne es zuerst noch einmal.'],
  [/^No game is open\.$/, 'Kein Spiel ist offen.'],
  [
    /^No movie is being recorded.*$/,
    'Es wird nichts mehr aufgenommen: die Aufnahme endete, als ein anderer Stand geladen wurde.',
  ],
  [/^The past does not reach that far back\.$/, 'So weit zurück reicht die Aufzeichnung nicht.'],
  [
    /^The clock in this save was left out.*$/,
    'Die Uhr in diesem Spielstand wurde weggelassen: das Modul hat keine.',
  ],
  [/^This save holds no clock.*$/, 'Dieser Spielstand hat keine Uhr; das Modul behält seine eigene Zeit.'],
  [
    /^This game has no battery in its cartridge.*$/,
    'Dieses Spiel hat keine Batterie im Modul und kann nichts sichern.',
  ],
  [
    /^This file (?:is not a state|holds no state).*$/,
    'Diese Datei ist kein Stand, der sich hier lesen lässt. Nichts wurde geändert.',
  ],
  [
    /^This state belongs to another game.*$/,
    'Dieser Stand gehört zu einem anderen Spiel oder einer anderen Fassung. Nichts wurde geändert.',
  ],
  [
    /^This state is (?:cut short|damaged|\d+ bytes).*$/,
    'Dieser Stand ist beschädigt oder abgeschnitten. Nichts wurde geändert; kopiere ihn noch einmal.',
  ],
  [
    /^This state was made by a newer version.*$/,
    'Dieser Stand stammt von einer neueren Fassung. Erneuere diese und lade ihn dann.',
  ],
  [
    /^This state was made with another cartridge board.*$/,
    'Dieser Stand stammt von einem anderen Modul. Nichts wurde geändert.',
  ],
  [
    /^This state was made on the model "(.+?)", and the game runs on "(.+?)".*$/,
    'Dieser Stand stammt von der Konsole „$1“, das Spiel läuft auf „$2“. Wähle zuerst jene Konsole.',
  ],
  [
    /^This state was made on the model "(.+?)".*$/,
    'Dieser Stand stammt von der Konsole „$1“. Wähle sie zuerst.',
  ],
  [
    /^The emulator did not answer and was started again; .*$/,
    'Der Emulator antwortete nicht und wurde neu gestartet; das Spiel geht ab seiner letzten Sekunde weiter.',
  ],
  [
    /^The emulator did not answer and was started again\. .*$/,
    'Der Emulator antwortete nicht und wurde neu gestartet. Versuche es noch einmal.',
  ],
  [
    /^The emulator stopped answering again.*$/,
    'Der Emulator blieb wieder stehen, darum wurde dieses Spiel nicht noch einmal gestartet. Was gesichert war, ist sicher.',
  ],
  [
    /^The emulator stopped unexpectedly.*$/,
    'Der Emulator hat unerwartet aufgehört. Was gesichert war, ist sicher; lade die Seite neu, um weiterzuspielen.',
  ],
  [
    /^The game stopped because of a mistake in the emulator.*$/,
    'Das Spiel blieb durch einen Fehler im Emulator stehen. Öffne es noch einmal, dann geht es ab seiner letzten Sekunde weiter.',
  ],
];
