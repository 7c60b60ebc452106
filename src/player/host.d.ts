/** The two browser objects that messages carry. Only named here: the player touches neither. */
interface MessagePort extends Object {}
interface OffscreenCanvas extends Object {}
