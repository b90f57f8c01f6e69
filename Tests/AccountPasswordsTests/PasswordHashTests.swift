import AccountPasswords
import Testing

struct PasswordHashTests {
    private let cheap = PasswordCost(logarithm: 4)

    @Test func `a password matches its hash, and no other does`() {
        let hash = PasswordHash(of: "correct horse", cost: cheap)
        #expect(hash.matches("correct horse"))
        #expect(!hash.matches("correct horsf"))
        #expect(!hash.matches("correct horse "))
        #expect(!hash.matches(""))
    }

    @Test func `two hashes of one password differ by their salt`() {
        let texts = Set((0..<20).map { _ in PasswordHash(of: "same", cost: cheap).text })
        #expect(texts.count == 20)
    }

    @Test func `a hash survives being written and read`() throws {
        let hash = PasswordHash(of: "pässwört", cost: cheap, isOneTime: true)
        let read = try #require(PasswordHash(text: hash.text))
        #expect(read == hash)
        #expect(read.isOneTime)
        #expect(read.matches("pässwört"))
    }

    /// The third vector of RFC 7914 12 with its first 32 octets.
    @Test func `the hash is scrypt as its RFC has it`() throws {
        let text =
            "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU="
            + "$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofI="
        let hash = try #require(PasswordHash(text: text))
        #expect(hash.matches("pleaseletmein"))
    }

    @Test func `the standard cost is that of 32 MiB`() {
        let hash = PasswordHash(of: "x")
        #expect(hash.text.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(hash.matches("x"))
    }

    @Test func `a hash of another cost is to be made anew`() {
        let hash = PasswordHash(of: "x", cost: cheap)
        #expect(hash.needsRehash())
        #expect(!hash.needsRehash(for: cheap))
    }

    @Test(arguments: [
        "", "x", "$scrypt$$$", "$scrypt$ln=4,r=8,p=1$AAAA$AAAA", "$bcrypt$ln=4,r=8,p=1$AAAA$AAAA",
        "$scrypt$ln=40,r=8,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "$scrypt$ln=-1,r=8,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "$scrypt$r=8,ln=4,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ])
    func `a text that is no hash, or one that costs too much, is refused`(text: String) {
        #expect(PasswordHash(text: text) == nil)
    }
}
