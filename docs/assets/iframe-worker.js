// Browsers start no worker from a page that was opened as a file. Search then runs in a hidden frame instead.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const inside = frame.contentWindow;
      inside.importScripts = (...addresses) =>
        addresses.reduce((before, one) => before.then(() => load(inside.document, one, address)), Promise.resolve());
      inside.postMessage = data => {
        const message = new MessageEvent("message", { data });
        this.dispatchEvent(message);
        if (this.onmessage) this.onmessage(message);
      };
      this.frame = frame;
      this.ready = load(inside.document, address, document.baseURI);
    }
    postMessage(data) {
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })));
    }
    terminate() {
      this.frame.remove();
    }
  };
  window.IFrameWorker = window.Worker; // the search looks for this name to know where its parts lie
  const load = (into, address, base) =>
    new Promise((resolve, reject) => {
      const script = into.createElement("script");
      script.src = new URL(address, base).href;
      script.onload = resolve;
      script.onerror = reject;
      into.head.append(script);
    });
}
