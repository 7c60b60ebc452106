import { Batteries } from '../storage/battery.ts';
import { Database } from '../storage/database.ts';
import { Library } from '../storage/library.ts';
import { Settings } from '../storage/settings.ts';
import { Snapshots } from '../storage/snapshots.ts';

/** The page's own connection; the worker has another one. */
export const database = new Database();
export const storedGames = new Library(database);
export const storedStates = new Snapshots(database);
export const storedBatteries = new Batteries(database);
export const storedSettings = new Settings();
