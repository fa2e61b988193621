package sh.executor.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far away an address is, and so who may send a request there.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA IPv4
 *     Special-Purpose Address Registry</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA IPv6
 *     Special-Purpose Address Registry</a>
 */
enum Reach {
  /** The internet. */
  PUBLIC,
  /** This machine, or the networks it stands in. */
  LOCAL,
  /** Metadata services, link-local and reserved addresses: no request goes there. */
  NEVER;

  private static final int IPV4_BYTES = 4;

  /** First match decides. */
  private static final List<Range> IPV4 =
      ranges(
          NEVER,
          "0.0.0.0/8",
          "100.100.100.200/32", // metadata: Alibaba
          "168.63.129.16/32", // the host below an Azure machine
          "169.254.0.0/16", // link-local; metadata: AWS, Azure, Google, and most others
          "192.0.0.0/24", // protocol assignments; metadata: Oracle
          "192.0.2.0/24",
          "192.88.99.0/24",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          LOCAL,
          "10.0.0.0/8",
          "100.64.0.0/10", // carrier-grade NAT, and overlay networks
          "127.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "198.18.0.0/15", // benchmarks, and what local proxies answer names with
          PUBLIC,
          "0.0.0.0/0");

  private static final List<Range> IPV6 =
      ranges(
          NEVER,
          "fd00:ec2::/32", // metadata: AWS
          "fd20:ce::254/128", // metadata: Google
          "2001::/23", // protocol assignments, Teredo
          "2001:db8::/32",
          "3fff::/20",
          LOCAL,
          "::1/128",
          "fc00::/7",
          PUBLIC,
          "2000::/3",
          NEVER,
          "::/0");

  /** IPv6 prefixes that carry an IPv4 address, and at which byte. */
  private static final List<Carrier> CARRIERS =
      List.of(
          new Carrier(Range.parse("64:ff9b::/96", NEVER), 12), // NAT64, RFC 6052
          new Carrier(Range.parse("2002::/16", NEVER), 2)); // 6to4, RFC 3056

  /** The reach of {@code address}. */
  static Reach of(InetAddress address) {
    return of(address.getAddress());
  }

  private static Reach of(byte[] address) {
    return address.length == IPV4_BYTES
        ? first(IPV4, address)
        : carried(address).map(Reach::of).findFirst().orElseGet(() -> first(IPV6, address));
  }

  private static Reach first(List<Range> ranges, byte[] address) {
    return ranges.stream()
        .filter(range -> range.holds(address))
        .findFirst()
        .map(Range::reach)
        .orElse(NEVER);
  }

  private static Stream<byte[]> carried(byte[] address) {
    try {
      // The JDK turns the bytes of a mapped address (::ffff:0:0/96) into the IPv4 address itself.
      InetAddress plain = InetAddress.getByAddress(address);
      return plain instanceof Inet4Address
          ? Stream.of(plain.getAddress())
          : CARRIERS.stream()
              .filter(carrier -> carrier.range().holds(address))
              .map(carrier -> carrier.carried(address));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("Judge an address of " + address.length + " bytes", e);
    }
  }

  /** Ranges in order; each has the reach that stands before it. */
  private static List<Range> ranges(Object... reachesAndRanges) {
    Reach[] reach = {NEVER};
    return Arrays.stream(reachesAndRanges)
        .<Range>mapMulti(
            (item, into) -> {
              if (item instanceof Reach next) {
                reach[0] = next;
              } else {
                into.accept(Range.parse((String) item, reach[0]));
              }
            })
        .toList();
  }

  private record Carrier(Range range, int at) {

    byte[] carried(byte[] address) {
      return Arrays.copyOfRange(address, at, at + IPV4_BYTES);
    }
  }

  private record Range(byte[] prefix, int bits, Reach reach) {

    static Range parse(String text, Reach reach) {
      int slash = text.indexOf('/');
      byte[] prefix = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
      return new Range(prefix, Integer.parseInt(text, slash + 1, text.length(), 10), reach);
    }

    boolean holds(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      int whole = bits / Byte.SIZE;
      int mask = (0xff << (Byte.SIZE - bits % Byte.SIZE)) & 0xff;
      return Arrays.equals(prefix, 0, whole, address, 0, whole)
          && (mask == 0 || ((prefix[whole] ^ address[whole]) & mask) == 0);
    }
  }
}
