import SIPMessages
import SIPProxying
import Testing

/// What Route headers say to the node that wrote some of them. RFC 3261 16.4.
struct RouteInformationTests {
    /// The node is `us.example`.
    private static func read(_ routes: [String]) throws -> (RouteInformation, Written) {
        let written = try Written.invite(routes.map { "Route: \($0)" })
        let information = RouteInformation(of: written.message) { uri in
            written.message.span.part(uri.host).withUnsafeBufferPointer { Array($0) }
                == Array("us.example".utf8)
        }
        return (information, written)
    }

    @Test func `Without a Route there is nothing`() throws {
        let (route, _) = try Self.read([])
        #expect(
            route.count == 0 && route.own == 0 && !route.hasForeign && !route.hasOrig
                && route.token == nil)
    }

    @Test(arguments: [
        (["<sip:us.example;lr>"], 1, 1, false),
        (["<sip:us.example;lr>, <sip:us.example:5060;transport=tcp;lr>"], 2, 2, false),
        (["<sip:us.example;lr>", "<sip:them.example;lr>"], 1, 2, true),
        (["<sip:them.example;lr>"], 0, 1, true),
        (["<sip:us.example;lr>", "<sip:them.example;lr>, <sip:us.example;lr>"], 1, 3, true),
    ])
    func `Our values at the top are ours, the first other one is the next hop`(
        routes: [String], own: Int, count: Int, hasForeign: Bool
    ) throws {
        let (route, _) = try Self.read(routes)
        #expect(route.own == own && route.count == count && route.hasForeign == hasForeign)
    }

    @Test func `The token is the user part of the first of ours that has one`() throws {
        let (route, written) = try Self.read([
            "<sip:us.example;lr>, <sip:token@us.example;lr>, <sip:second@us.example;lr>"
        ])
        let token = try #require(route.token)
        let text = written.message.span.part(token).withUnsafeBufferPointer {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(text == "token")
    }

    @Test func `A token behind a foreign hop is not for us`() throws {
        let (route, _) = try Self.read(["<sip:them.example;lr>, <sip:token@us.example;lr;orig>"])
        #expect(route.token == nil && !route.hasOrig)
    }

    @Test func `orig on one of ours asks for originating treatment`() throws {
        #expect(try Self.read(["<sip:us.example;lr>, <sip:us.example;lr;ORIG>"]).0.hasOrig)
        #expect(try !Self.read(["<sip:orig@us.example;lr>"]).0.hasOrig)
    }

    @Test func `A next hop without lr is strict`() throws {
        #expect(try Self.read(["<sip:them.example>"]).0.nextIsStrict)
        #expect(try !Self.read(["<sip:them.example;lr>"]).0.nextIsStrict)
    }
}
