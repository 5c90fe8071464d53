// Loaded before server-everything, which would otherwise listen on every interface of the machine.
import { Server } from 'node:net';

const { listen } = Server.prototype;

Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, Number(port), '127.0.0.1', ...rest);
};
