/** What one session has sent, so that a stream can be taken up again after any event of it. */
export class EventLog {
  #events = [];

  async storeEvent(stream, message) {
    this.#events.push({ stream, message });
    return `${this.#events.length}`;
  }

  async getStreamIdForEventId(id) {
    return this.#events[id - 1]?.stream;
  }

  async replayEventsAfter(lastId, { send }) {
    const stream = await this.getStreamIdForEventId(lastId);
    for (const [index, event] of this.#events.entries()) {
      const missed = index >= Number(lastId) && event.stream === stream && Object.keys(event.message).length > 0;
      if (missed) await send(`${index + 1}`, event.message);
    }
    return stream;
  }
}
