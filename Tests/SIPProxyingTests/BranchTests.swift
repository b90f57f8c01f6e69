import Determinism
import NIOCore
import SIPMessages
import SIPProxying
import Testing

/// The branch of our Via: it names its transaction, and cannot be guessed.
struct BranchTests {
    @Test func `A branch comes back from its text`() {
        let branch = Branch(
            client: Handle(index: 7, generation: .max), secret: 0xFEDC_BA98_7654_3210)
        var writer = ByteWriter()
        OwnVia(prefix: [], branch: branch).writeValue(into: &writer)
        let text = String(buffer: writer.buffer)
        #expect(text == "z9hG4bKffffffff00000007fedcba9876543210")
        let read = Branch(Array(text.utf8).span)
        #expect(read == branch)
    }

    @Test(arguments: [
        "", "z9hG4bK", "z9hG4bKffffffff00000007fedcba987654321",
        "z9hG4bKffffffff00000007fedcba98765432100",
        "Z9HG4BKffffffff00000007fedcba9876543210", "z9hG4bKFFFFFFFF00000007fedcba9876543210",
        "z9hG4bKffffffff0000000gfedcba9876543210",
    ])
    func `What is not of our making names nothing`(text: String) {
        let branch = Branch(Array(text.utf8).span)
        #expect(branch == nil)
    }
}
