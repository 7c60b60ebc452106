/** From the page: take the place of the version that runs. */
export interface ToServiceWorker {
  readonly type: 'apply';
}

/** From the worker: not now, another tab still uses the version that runs. */
export interface FromServiceWorker {
  readonly type: 'otherTabs';
}
