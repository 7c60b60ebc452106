import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../design/icon.tsx';
import { text } from '../i18n/text.ts';
import { dismiss, holdTimer, startTimer, toasts } from '../toasts.ts';

/** The one place where sentences appear. A popover, so that it lies above an open dialog. */
export function ToastArea() {
  const area = useRef<HTMLDivElement>(null);
  const list = toasts.value;
  useLayoutEffect(() => {
    const element = area.current;
    if (element === null || element.showPopover === undefined) return;
    // Leaving and entering the top layer puts it above a dialog that was opened in between.
    if (element.matches(':popover-open')) element.hidePopover();
    if (list.length > 0) element.showPopover();
  }, [list]);
  return (
    <div ref={area} class="toasts" popover="manual" role="status" aria-live="polite">
      {list.map((toast) => (
        <div
          key={toast.id}
          class={`toast ${toast.kind}`}
          onPointerEnter={() => holdTimer(toast.id)}
          onPointerLeave={() => startTimer(toast)}
          onFocusIn={() => holdTimer(toast.id)}
          onFocusOut={() => startTimer(toast)}
        >
          <p>{toast.text}</p>
          {toast.action !== null && (
            <button
              type="button"
              class="text-button"
              onClick={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
            >
              {toast.action.label}
            </button>
          )}
          <button
            type="button"
            class="icon-button"
            aria-label={text.value.common.dismiss}
            onClick={() => dismiss(toast.id)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
