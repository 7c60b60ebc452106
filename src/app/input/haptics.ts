/** A tick under the thumb, where the device has a motor and a page may use it. */
export function tick(): void {
  navigator.vibrate?.(8);
}

export const canVibrate = 'vibrate' in navigator && matchMedia('(pointer: coarse)').matches;

let rumbling = false;

/** The cartridge's motor, on the controllers that have one and on the phone. */
export function rumble(on: boolean): void {
  if (on || rumbling) navigator.vibrate?.(on ? 1000 : 0);
  rumbling = on;
  for (const pad of navigator.getGamepads?.() ?? []) {
    const motor = pad?.vibrationActuator;
    if (motor === undefined || motor === null) continue;
    if (on)
      void motor.playEffect('dual-rumble', { duration: 1000, strongMagnitude: 0.7, weakMagnitude: 0.4 });
    else void motor.reset();
  }
}
