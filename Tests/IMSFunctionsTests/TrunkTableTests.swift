import IMSFunctions
import NetworkAddresses
import Testing

/// Which sources are trusted, and by which entry.
struct TrunkTableTests {
    private static func entry(_ trunk: String, _ address: String, _ length: Int) -> TrunkTable.Entry
    {
        TrunkTable.Entry(
            trunk: trunk, prefix: IPPrefix(IPAddress(address)!, length: length)!,
            text: "\(address)/\(length)")
    }

    private static let table = TrunkTable([
        entry("host", "192.0.2.10", 32), entry("net", "192.0.2.0", 24),
        entry("wide", "192.0.0.0", 8),
        entry("six", "2001:db8::", 32), entry("again", "192.0.2.10", 32),
        entry("mapped", "::ffff:203.0.113.1", 32),
    ])

    @Test(
        arguments: [
            ("192.0.2.10", "host"), ("192.0.2.11", "net"), ("192.9.9.9", "wide"),
            ("193.0.2.10", nil),
            ("2001:db8:1::1", "six"), ("2001:db9::1", nil), ("::ffff:192.0.2.10", "host"),
            ("203.0.113.1", "mapped"),
            ("::1", nil), ("::192.0.2.10", nil),
        ] as [(String, String?)])
    func `The longest network that holds the source names its trunk`(source: String, trunk: String?)
    {
        let match = Self.table.match(IPAddress(source)!)
        #expect(match.map { Self.table.entries[$0].trunk } == trunk)
    }

    @Test func `An entry with a port counts before its network, and for that port alone`() {
        let source = IPAddress("192.0.2.10")!
        let socket = TrunkTable.Entry(
            trunk: "socket", socket: SocketEndpoint(source, 40001), text: "played")
        let table = TrunkTable(Self.table.entries + [socket])
        let trunks = [40001, 40002].map { port in
            table.match(SocketEndpoint(source, port)).map { table.entries[$0].trunk }
        }
        #expect(trunks == ["socket", "host"])
        #expect(TrunkTable([socket]).match(SocketEndpoint(source, 40002)) == nil)
        #expect(TrunkTable([socket]).match(source) == nil)
    }

    @Test func `An empty table trusts nobody`() {
        #expect(TrunkTable([]).match(IPAddress("127.0.0.1")!) == nil)
    }

    @Test func `A table agrees with asking every entry`() {
        let table = Self.table
        var number: UInt32 = 7
        for _ in 0..<2000 {
            number = number &* 1_664_525 &+ 1_013_904_223
            let source = IPAddress(v4: 0xC000_0200 ^ (number >> 20))
            let longest = table.entries.filter { $0.prefix.contains(source) }.map(\.prefix.length)
                .max()
            #expect(table.match(source).map { table.entries[$0].prefix.length } == longest)
        }
    }
}
