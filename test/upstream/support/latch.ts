/** A promise that a test resolves from elsewhere: for waiting on an event, not on time. */
export class Latch {
  #open: () => void = () => {};
  readonly opened: Promise<void> = new Promise((resolve) => {
    this.#open = resolve;
  });

  open(): void {
    this.#open();
  }
}
