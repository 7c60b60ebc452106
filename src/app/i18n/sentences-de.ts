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
  [
    /^The type byte (\S+) means nothing; taken as no mapper\.$/,
    'Das Typ-Byte $1 bedeutet nichts; das Spiel läuft ohne Mapper.',
  ],
  [
    /^The type byte (\S+) means nothing; taken as .*$/,
    'Das Typ-Byte $1 bedeutet nichts; das Spiel läuft mit MBC5, dem die meisten Flash-Module gleichen.',
  ],
  [
    /^The type byte (\S+) names the (.+?), which is not supported; taken as no mapper\.$/,
    'Das Typ-Byte $1 nennt den Baustein $2, den es hier nicht gibt; das Spiel läuft ohne Mapper.',
  ],
  [
    /^The type byte (\S+) names the (.+?), which is not supported.*$/,
    'Das Typ-Byte $1 nennt den Baustein $2, den es hier nicht gibt; das Spiel läuft mit MBC5.',
  ],
  [
    /^The type byte promises RAM, the size byte (\S+) gives none; (.+) are used\.$/,
    'Das Typ-Byte verspricht RAM, das Größen-Byte $1 nennt keines; das Modul bekommt $2.',
  ],
  [
    /^The type byte says (\S+) without RAM, the size byte says (.+); RAM is there and kept\.$/,
    'Das Typ-Byte sagt $1 ohne RAM, das Größen-Byte sagt $2; das RAM ist da und wird gesichert.',
  ],
  [
    /^The RAM size byte (\S+) is ignored: MBC2.*$/,
    'Das Größen-Byte $1 für RAM zählt nicht: MBC2 hat eigenes RAM.',
  ],
  [
    /^The RAM size byte (\S+) is ignored.*$/,
    'Das Größen-Byte $1 für RAM zählt nicht: das Typ-Byte nennt kein RAM.',
  ],
  [
    /^The RAM size byte \$01 \(2 KB\) was never made.*$/,
    'RAM mit 2 KB (Größen-Byte $$01) gab es nie; das Modul bekommt 8 KB.',
  ],
  [
    /^The header names (\S+), which cannot reach (.+) of ROM; MBC5 is used\.$/,
    'Der Kopf nennt $1, der $2 ROM nicht erreicht; das Spiel läuft mit MBC5.',
  ],
  [
    /^The header names (\S+), which cannot reach (.+) of ROM; MBC5 is used, .*$/,
    'Der Kopf nennt $1, der $2 ROM nicht erreicht; das Spiel läuft mit MBC5, ohne Uhr.',
  ],
  [
    /^The file's (\d+) bytes are not a multiple of 16 KB.*$/,
    'Die $1 Byte der Datei sind kein Vielfaches von 16 KB wie bei einem ROM-Baustein; sie wurde aufgefüllt oder gekürzt.',
  ],
  [
    /^The ROM size byte (\S+) means nothing.*$/,
    'Das Größen-Byte $1 für ROM bedeutet nichts; die Größe der Datei zählt.',
  ],
  [
    /^The header says (.+?); the (.+) after them are not part of the ROM\.$/,
    'Der Kopf sagt $1; die $2 dahinter gehören nicht zum Spiel.',
  ],
  [
    /^The header says (.+?), but the file has (.+?): the blank end was left out\.$/,
    'Der Kopf sagt $1, die Datei hat $2: das leere Ende wurde weggelassen.',
  ],
  [
    /^The header says (.+?), but the file has (.+?); .*$/,
    'Der Kopf sagt $1, die Datei hat $2; die Datei zählt.',
  ],
  [
    /^This save holds (.+?), and this game's cartridge (.+?); the rest stays blank\.$/,
    'Dieser Spielstand hat $1, das Modul $2; der Rest bleibt leer.',
  ],
  [
    /^This save holds (.+?), and this game's cartridge (.+?); the part .*$/,
    'Dieser Spielstand hat $1, das Modul $2; so viel hineinpasst, wurde genommen.',
  ],
  [
    /^This save holds (.+?), and this game's cartridge (.+?): .*$/,
    'Dieser Spielstand hat $1, das Modul $2: er ist beschädigt oder gehört zu einem anderen Spiel.',
  ],
  [
    /^This state uses a version of BESS.*$/,
    'Dieser Stand hat eine Fassung von BESS, die hier nicht bekannt ist. Nichts wurde geändert.',
  ],
  [
    /^This state is of a console that is not known here.*$/,
    'Dieser Stand stammt von einer Konsole, die es hier nicht gibt. Nichts wurde geändert.',
  ],
  [
    /^This state was made while the boot ROM was running.*$/,
    'Dieser Stand entstand, während das Boot-ROM lief, und das gibt es hier nicht.',
  ],
  [
    /^This state describes "(.+?)" in a way.*$/,
    'Dieser Stand beschreibt „$1“ so, wie es diese Fassung nicht lesen kann.',
  ],
  [
    /^A recorded change of the state is damaged.*$/,
    'Eine aufgezeichnete Änderung ist beschädigt. Was davor liegt, gilt.',
  ],
  [
    /^The state does not say which game it belongs to\.$/,
    'Der Stand sagt nicht, zu welchem Spiel er gehört.',
  ],
  [
    /^The state was made with another revision of this game.*$/,
    'Der Stand stammt von einer anderen Fassung dieses Spiels und geht vielleicht nicht gut weiter.',
  ],
  [
    /^The time of a cartridge clock; this cartridge has none\.$/,
    'Die Zeit einer Uhr im Modul; dieses Modul hat keine.',
  ],
  [
    /^The cartridge’s clock: the state holds none.*$/,
    'Die Uhr im Modul: der Stand hat keine, sie beginnt von vorn.',
  ],
  [/^Where in its line the picture was.*$/, 'Wo in seiner Zeile das Bild stand: es geht nahe dabei weiter.'],
  [
    /^Where in the line the picture was.*$/,
    'Wo in seiner Zeile das Bild stand, und der Takt von Zeitgeber und Ton auf weniger als eine Zeile.',
  ],
  [/^The notes that were sounding; .*$/, 'Die Töne, die gerade klangen; die nächsten werden gespielt.'],
  [/^A transfer to OAM that was under way\.$/, 'Eine Übertragung ins OAM, die gerade lief.'],
  [/^A transfer to VRAM that was under way\.$/, 'Eine Übertragung ins VRAM, die gerade lief.'],
  [/^A byte that was being sent over the serial port\.$/, 'Ein Byte, das gerade über das Kabel ging.'],
  [/^The registers of the cartridge’s mapper\.$/, 'Die Register des Mappers im Modul.'],
  [/^Border and colours of the Super Game Boy\.$/, 'Rahmen und Farben des Super Game Boy.'],
  [/^Data that is not used here \("(.+?)"\)\.$/, 'Daten, die hier nicht gebraucht werden („$1“).'],
  [
    /^This movie was recorded with another ROM.*$/,
    'Diese Aufnahme gehört zu einem anderen Spiel oder einer anderen Fassung.',
  ],
  [
    /^This movie was recorded by a newer version.*$/,
    'Diese Aufnahme stammt von einer neueren Fassung. Erneuere diese zuerst.',
  ],
  [/^This file is not a movie.*$/, 'Diese Datei ist keine Aufnahme, oder sie ist abgeschnitten.'],
  [/^This movie is damaged.*$/, 'Diese Aufnahme ist beschädigt.'],
  // What is stored, and what could not be.
  [
    /^There is no room left to save.*$/,
    'Es ist kein Platz mehr zum Sichern. Das Spiel geht weiter; hole deinen Spielstand heraus oder lösche etwas, bevor du es schließt.',
  ],
  [
    /^This browser does not let the page keep anything.*$/,
    'Dieser Browser lässt die Seite nichts aufbewahren (privates Fenster oder Einstellung). Das Spiel geht weiter; hole deinen Spielstand heraus, bevor du es schließt.',
  ],
  [
    /^Another tab holds an older version of Dotmatrix open.*$/,
    'In einem anderen Fenster ist eine ältere Fassung der App offen. Schließe es und versuche es noch einmal.',
  ],
  [
    /^A newer version of Dotmatrix has been here.*$/,
    'Hier war schon eine neuere Fassung der App. Lade die Seite neu.',
  ],
  [
    /^The stored games were deleted while this page was open.*$/,
    'Die gespeicherten Spiele wurden gelöscht, während diese Seite offen war. Das laufende Spiel geht weiter und wird neu gesichert.',
  ],
  [
    /^What was stored of this game was deleted.*$/,
    'Was von diesem Spiel gespeichert war, wurde gelöscht. Es wird neu gesichert.',
  ],
  [
    /^The browser could not complete the save.*$/,
    'Der Browser konnte das nicht sichern. Das Spiel geht weiter, und es wird noch einmal versucht.',
  ],
  [
    /^The journal needs a whole state before it can go on\.$/,
    'Die Aufzeichnung beginnt von vorn; das Spiel geht weiter.',
  ],
  [
    /^That version of the save is no longer kept.*$/,
    'Diese Fassung des Spielstands gibt es nicht mehr. Die neueste ist unverändert.',
  ],
  [
    /^The stored game is damaged.*$/,
    'Das gespeicherte Spiel ist beschädigt. Füge seine Datei noch einmal hinzu; deine Spielstände bleiben.',
  ],
  [
    /^This game is no longer stored\. .*$/,
    'Dieses Spiel ist nicht mehr gespeichert. Füge seine Datei noch einmal hinzu; deine Spielstände bleiben.',
  ],
  [
    /^This game is no longer stored, so there is no backup of it\.$/,
    'Dieses Spiel ist nicht mehr gespeichert und lässt sich nicht sichern.',
  ],
  [/^This state is locked\. .*$/, 'Dieser Stand ist gesperrt. Entsperre ihn, bevor du ihn löschst.'],
  [
    /^This state is no longer stored\. .*$/,
    'Dieser Stand ist nicht mehr gespeichert. Nichts wurde geändert.',
  ],
  [
    /^This backup was made by a newer version.*$/,
    'Diese Sicherung stammt von einer neueren Fassung. Erneuere diese und hole sie dann zurück.',
  ],
  [
    /^This backup is .*damaged.*$/,
    'Diese Sicherung ist unvollständig oder beschädigt. Nichts wurde geändert.',
  ],
  [
    /^What was restored of (.+) is not what the backup holds.*$/,
    'Was von $1 zurückkam, ist nicht das, was in der Sicherung steht. Behalte die Datei und versuche es noch einmal.',
  ],
  [
    /^This zip is not a backup made by Dotmatrix.*$/,
    'Dieses Zip ist keine Sicherung von hier. Nichts wurde geändert.',
  ],
  [
    /^This zip holds more than any game does.*$/,
    'Dieses Zip würde viel größer, als ein Spiel sein kann, und wurde nicht entpackt.',
  ],
  [/^This zip is damaged.*$/, 'Dieses Zip ist beschädigt. Lade oder kopiere es noch einmal.'],
  [
    /^A message of the hand-over arrived damaged.*$/,
    'Eine Nachricht der Übergabe kam beschädigt an. Beide Fenster behalten, was sie haben.',
  ],
  [/^The game itself arrived damaged.*$/, 'Das Spiel kam beschädigt an. Es geht dort weiter, wo es war.'],
  [
    /^The other page runs another version of Dotmatrix.*$/,
    'Im anderen Fenster läuft eine andere Fassung der App. Erneuere beide und versuche es noch einmal.',
  ],
  [
    /^The other tab stopped answering in the middle.*$/,
    'Das andere Fenster antwortete mittendrin nicht mehr. Das Spiel bleibt, wie es war: wähle, wo es weitergeht, hier oder dort.',
  ],
  [
    /^What arrived is not part of a hand-over.*$/,
    'Was ankam, gehört zu keiner Übergabe. Nichts wurde geändert.',
  ],
];
