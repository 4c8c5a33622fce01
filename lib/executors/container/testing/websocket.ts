/** Opens a WebSocket, waits for its first message and hangs up. @throws Error when none comes */
export function hello(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'));
    socket.onmessage = ({ data }) => {
      resolve(String(data));
      socket.close();
    };
    socket.onerror = () => reject(new Error('The WebSocket could not be opened.'));
  });
}
