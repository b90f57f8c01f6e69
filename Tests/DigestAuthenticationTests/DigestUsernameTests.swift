import DigestAuthentication
import Subscribers
import Testing

@Suite struct DigestUsernameTests {
    @Test(
        "A spelling's place is its place in the list of spellings",
        arguments: [
            "+15551000000", "15551000000", "alice", "a@b", "+alice", "1",
        ])
    func places(user: String) {
        let realm = "example.com"
        for (place, spelling) in DigestUsername.spellings(of: user, realm: realm).enumerated() {
            let found = DigestUsername.place(
                of: Array(spelling.utf8).span, user: user, realm: Array(realm.utf8).span)
            #expect(found == place, "\(spelling)")
        }
    }

    @Test(
        "What is no spelling has no place",
        arguments: [
            ("+15551000000", "15551000001"), ("+15551000000", "++15551000000"),
            ("+15551000000", "15551000000@else"),
            ("alice", "+alice"), ("alice", "Alice"), ("alice", ""), ("alice", "alice@"),
            ("alice", "alice@example.com "),
            ("alice", "@example.com"),
        ])
    func strangers(user: String, name: String) {
        #expect(
            DigestUsername.place(
                of: Array(name.utf8).span, user: user, realm: Array("example.com".utf8).span) == nil
        )
    }
}
