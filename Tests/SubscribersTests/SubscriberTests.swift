import Subscribers
import Testing

/// What a subscriber is remembered as.
struct SubscriberTests {
    private static let alice = ImplicitRegistrationSet.Identity(
        uri: "sip:alice@example.com", key: SubscriberKey("alice")!)
    private static let hidden = ImplicitRegistrationSet.Identity(
        uri: "sip:hidden@example.com", key: SubscriberKey("hidden")!, isBarred: true)

    @Test func `A subscriber is four words, whatever its set holds`() {
        #expect(MemoryLayout<Subscriber>.size == 32)
        #expect(MemoryLayout<Subscriber?>.size == 32)
    }

    @Test func `The usual subscriber has hashes and no set, any other a set and no hashes`() {
        let usual = Subscriber(id: 1, user: "alice", digestHashes: [DigestHash(high: 1, low: 2)])
        #expect(usual.set == nil && usual.digestHashes.count == 1)
        #expect(!usual.isBarred(SubscriberKey("alice")!))
        let set = ImplicitRegistrationSet(identities: [Self.alice], logins: [])
        let other = Subscriber(id: 1, user: "alice", set: set)
        #expect(other.set == set && other.digestHashes.isEmpty)
        #expect(other != usual)
    }

    @Test func `The default identity is the first that is not barred`() {
        let set = ImplicitRegistrationSet(identities: [Self.hidden, Self.alice], logins: [])
        #expect(set.defaultIdentity == Self.alice)
        #expect(
            ImplicitRegistrationSet(identities: [Self.hidden], logins: []).defaultIdentity == nil)
    }

    @Test func `A number is barred where it is as SIP URI and as tel URI`() {
        let key = SubscriberKey("+15551000000")!
        func identity(_ uri: String, _ isBarred: Bool) -> ImplicitRegistrationSet.Identity {
            ImplicitRegistrationSet.Identity(uri: uri, key: key, isBarred: isBarred)
        }
        for (sip, tel) in [(true, true), (true, false), (false, true), (false, false)] {
            let set = ImplicitRegistrationSet(
                identities: [
                    identity("sip:+15551000000@example.com", sip), identity("tel:+15551000000", tel),
                ], logins: [])
            #expect(set.isBarred(key) == (sip && tel))
        }
    }
}
