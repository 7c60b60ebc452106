import { parentPort, Worker } from 'node:worker_threads';
import { type Result, runTask, type Task } from './task.ts';

/** Runs the tasks on `jobs` threads; results come in the order of the tasks. `done` is called after each. */
export async function runAll(
  tasks: readonly Task[],
  jobs: number,
  done: (result: Result, finished: number) => void,
): Promise<Result[]> {
  const results = new Array<Result>(tasks.length);
  let finished = 0;
  if (jobs < 2 || tasks.length < 2) {
    for (let i = 0; i < tasks.length; i++) {
      results[i] = runTask(tasks[i]);
      done(results[i], ++finished);
    }
    return results;
  }
  let next = 0;
  // Long runs first would be better still, but nobody knows them beforehand.
  const serve = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url));
      let current = -1;
      const feed = () => {
        if (next >= tasks.length) {
          resolve();
          void worker.terminate();
          return;
        }
        current = next++;
        worker.postMessage(tasks[current]);
      };
      worker.on('message', (result: Result) => {
        results[current] = result;
        done(result, ++finished);
        feed();
      });
      worker.on('error', reject);
      feed();
    });
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, serve));
  return results;
}

/** The other side: a thread that runs what it is sent. */
export function serveTasks(): void {
  parentPort?.on('message', (task: Task) => {
    parentPort?.postMessage(runTask(task));
  });
}
