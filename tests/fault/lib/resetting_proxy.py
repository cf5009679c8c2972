"""A TCP proxy on loopback whose connections can be reset (RST) at any moment."""

import selectors
import socket
import struct
import threading


class ResettingProxy:
    def __init__(self, target_port):
        self.target_port, self.resets = target_port, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setblocking(False)
        self.port = self.listener.getsockname()[1]
        self.lock, self.pairs, self.ended = threading.Lock(), [], threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()
        while self.reset():
            pass
        self.listener.close()

    def reset(self):
        """Resets the connection that is open longest; False where there is none."""
        with self.lock:
            if not self.pairs:
                return False
            pair = self.pairs.pop(0)
            self.resets += 1
            for end in pair:
                # A linger of nothing makes close() send RST.
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.close()
            return True

    def _accept(self):
        try:
            client, _ = self.listener.accept()
        except OSError:
            return
        try:
            server = socket.create_connection(("127.0.0.1", self.target_port), timeout=5)
        except OSError:
            client.close()
            return
        with self.lock:
            self.pairs.append((client, server))

    def _run(self):
        """One thread copies between all pairs, in pieces small enough never to block for long."""
        while not self.ended.is_set():
            selector = selectors.DefaultSelector()
            selector.register(self.listener, selectors.EVENT_READ)
            with self.lock:
                pairs = list(self.pairs)
                for client, server in pairs:
                    selector.register(client, selectors.EVENT_READ, (client, server))
                    selector.register(server, selectors.EVENT_READ, (server, client))
            for key, _ in selector.select(0.02):
                if key.data is None:
                    self._accept()
                else:
                    self._copy(*key.data)
            selector.close()

    def _copy(self, source, target):
        try:
            data = source.recv(1 << 16)
            if data:
                target.sendall(data)
                return
        except OSError:
            pass
        with self.lock:
            for pair in [p for p in self.pairs if source in p]:
                self.pairs.remove(pair)
                for end in pair:
                    end.close()
