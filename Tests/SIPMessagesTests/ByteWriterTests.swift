import NetworkAddresses
import SIPMessages
import Testing

@Suite("Writing")
struct ByteWriterTests {
    private func written(_ write: (inout ByteWriter) -> Void) -> String {
        var writer = ByteWriter()
        write(&writer)
        return writer.buffer.text
    }

    @Test("Text is written as it is")
    func text() {
        #expect(written { $0.write("static") } == "static")
        #expect(written { $0.write("") } == "")
        #expect(written { $0.write(String("h\u{e9}")) } == "h\u{e9}")
        #expect(written { $0.write([0x41, 0x42]) } == "AB")
        #expect(written { $0.write(byte: 0x43) } == "C")
        #expect(written { $0.write(Array("span".utf8).span) } == "span")
    }

    @Test("Numbers are written without leading zeros")
    func numbers() {
        for number in [0, 1, 9, 10, 99, 100, 12_345_678_901_234_567_890, .max] as [UInt64] {
            #expect(written { $0.writeDecimal(number) } == String(number))
            #expect(written { $0.writeHex(number) } == String(number, radix: 16))
        }
        #expect(written { $0.writeDecimal(200 as UInt16) } == "200")
    }

    @Test("Addresses are written as URIs have them, and for received without brackets")
    func addresses() throws {
        for text in ["192.0.2.1", "0.0.0.0", "255.255.255.255"] {
            let address = try #require(IPAddress(text))
            #expect(written { $0.write(address) } == text)
            #expect(written { $0.write(received: address) } == text)
        }
        let v6 = try #require(IPAddress("2001:db8::1"))
        #expect(written { $0.write(v6) } == "[2001:db8::1]")
        #expect(written { $0.write(received: v6) } == "2001:db8::1")
        #expect(written { $0.write(SocketEndpoint(v6, 5060)) } == "[2001:db8::1]:5060")
        #expect(written { $0.write(SocketEndpoint(.loopbackV4, 80)) } == "127.0.0.1:80")
    }
}
