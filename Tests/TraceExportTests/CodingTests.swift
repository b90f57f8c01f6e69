import Foundation
import Testing
import Troubleshooting

@Suite struct CodingTests {
    @Test func `A trace is the same after it was written as JSON and read again`() throws {
        let strange: [UInt8] = Calls.invite() + [0xFF, 0, 0x80]
        let call = Calls.trace(of: [Calls.invite(), strange, Calls.answer("200 OK")])
        let json = try JSONEncoder().encode(call)
        #expect(try JSONDecoder().decode(CallTrace.self, from: json) == call)
    }

    @Test func `The octets of a message stand in the JSON once, as its text`() throws {
        let json = try JSONEncoder().encode(Calls.trace(of: [Calls.invite()]))
        #expect(json.count < Calls.invite().count + 1500)
        #expect(!String(decoding: json, as: UTF8.self).contains("octets"))
    }
}
