import Provisioning
import Testing

struct PasswordGeneratorTests {
    @Test func `generated passwords are long, unambiguous and never the same`() {
        let passwords = (0..<1000).map { _ in PasswordGenerator.make() }
        #expect(Set(passwords).count == 1000)
        #expect(PasswordGenerator.alphabet.count == 32)
        #expect(
            passwords.allSatisfy {
                $0.count == 20 && $0.utf8.allSatisfy(PasswordGenerator.alphabet.contains)
            })
        let used = Set(passwords.joined().utf8)
        #expect(used == Set(PasswordGenerator.alphabet))
    }
}
