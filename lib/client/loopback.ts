/**
 * Whether an address with this host leads to the computer that opens it: loopback by name or number, in the form of
 * `location.hostname` (IPv6 in brackets). RFC 6761 gives every name below `localhost` to loopback.
 */
export const opensHereOnly = (hostname: string): boolean =>
  /^(([\w-]+\.)*localhost|127(\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]|0\.0\.0\.0|\[::\])\.?$/i.test(
    hostname,
  );
