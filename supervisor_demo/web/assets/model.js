// What the page knows: every process as it stood last, and what happened.

const samplesKept = 40;
const changesKept = 200;

export class Model extends EventTarget {
  processes = new Map(); // by namespec, in the order of the daemon
  changes = []; // oldest first
  about = {}; // the daemon
  #number = 0;
  #clockOffset = 0;

  /** The daemon's clock, in milliseconds. */
  now() {
    return Date.now() + this.#clockOffset;
  }

  /** Takes an answer of /status.json, which is about everything. */
  takeStatus(status) {
    const before = this.processes;
    this.#takeClock(status.now);
    this.about = status;
    this.#number = status.number;
    this.processes = new Map();
    for (const process of status.processes) {
      const known = before.get(process.namespec);
      process.history = known ? known.history : { cpu: [], memory: [] };
      if (process.cpu !== null && (!known || known.history.cpu.length === 0)) addSample(process);
      this.processes.set(process.namespec, process);
    }
    this.changes = status.changes;
    this.#tell("status");
  }

  /** Takes moves of processes; those already in a status are passed over. */
  takeChanges(data) {
    this.#takeClock(data.now);
    if (data.number <= this.#number) return;
    const news = data.changes.filter((change) => change.number > this.#number);
    this.#number = data.number;
    this.changes = this.changes.concat(news).slice(-changesKept);
    for (const process of data.processes) {
      const known = this.processes.get(process.namespec);
      if (!known) continue; // its group is new: a status is on its way
      process.history = process.pid ? known.history : { cpu: [], memory: [] };
      if (process.pid && process.pid === known.pid) {
        process.cpu ??= known.cpu;
        process.memory ??= known.memory;
      }
      this.processes.set(process.namespec, process);
      this.#tell("process", process);
    }
    this.#tell("changes", news);
  }

  takeUsage(data) {
    this.#takeClock(data.now);
    for (const [namespec, [cpu, memory]] of Object.entries(data.usage)) {
      const process = this.processes.get(namespec);
      if (process) Object.assign(process, { cpu, memory });
    }
    // One that is not named uses what it did.
    for (const process of this.processes.values()) if (process.cpu !== null) addSample(process);
    this.#tell("usage");
  }

  #takeClock(now) {
    this.#clockOffset = now - Date.now();
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function addSample(process) {
  for (const kind of ["cpu", "memory"]) {
    const samples = process.history[kind];
    samples.push(process[kind]);
    if (samples.length > samplesKept) samples.shift();
  }
}

/** Whether this is a state someone should look at. */
export function isBad(statename) {
  return statename === "FATAL" || statename === "BACKOFF" || statename === "UNKNOWN";
}
