import Hummingbird
import NIOCore
import Testing
import WebServing

@Suite struct RequestFieldsTests {
    func request(_ path: String, _ body: String = "", type: String? = nil) -> Request {
        var head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: path)
        head.headerFields[.contentType] = type
        return Request(head: head, body: .init(buffer: ByteBuffer(string: body)))
    }

    static let form = "application/x-www-form-urlencoded"

    @Test func `JSON, a form and the URL give the same fields`() async throws {
        let expected = ["full_name": "Zoë & Co", "pstn": "true", "n": "3"]
        let json = request(
            "/", #"{"full_name":"Zoë & Co","pstn":true,"n":3,"none":null}"#,
            type: "application/json")
        #expect(try await json.fields() == expected)
        let form = request("/", "full_name=Zo%C3%AB+%26+Co&pstn=true&n=3", type: Self.form)
        #expect(try await form.fields() == expected)
        #expect(
            try await request("/?full_name=Zo%C3%AB+%26+Co&pstn=true&n=3").fields() == expected)
    }

    @Test func `JSON that is labelled as a form is read as JSON`() async throws {
        #expect(try await request("/", #" {"a":"b"}"#, type: Self.form).fields() == ["a": "b"])
    }

    @Test func `The body has precedence over the URL`() async throws {
        #expect(
            try await request("/?a=1&b=2", "a=3", type: Self.form).fields() == ["a": "3", "b": "2"])
    }

    @Test func `XML that is labelled as a form is taken as it is`() async throws {
        let document = "<a b=\"c\">%20+</a>"
        let octets = try await request("/", document, type: Self.form).xml()
        #expect(String(decoding: octets, as: UTF8.self) == document)
    }

    @Test(arguments: ["[1]", "nonsense", "{", #"{"a":{"b":1}}"#, #"{"a":[1]}"#])
    func `A body that has no fields is refused`(body: String) async throws {
        let error = await #expect(throws: WebError.self) {
            try await request("/", body, type: "application/json").fields()
        }
        #expect(error?.status == .badRequest)
    }

    @Test(arguments: ["a=%zz", "a=%ff", "%=1", "a=%00"])
    func `A form that is not percent-encoded UTF-8 is refused`(body: String) async throws {
        await #expect(throws: WebError.self) {
            try await request("/", body, type: Self.form).fields()
        }
    }

    @Test func `Members of an object are written in order`() {
        let value: JSONValue = ["b": 1, "a": ["x", .null, true, .number(1.5)], "c": "a/b"]
        #expect(
            String(decoding: value.octets, as: UTF8.self)
                == #"{"a":["x",null,true,1.5],"b":1,"c":"a/b"}"#)
    }

    @Test func `A path segment is escaped so that it is read back`() {
        let text = "sip:+1 650/é?#%@example.com"
        let escaped = PercentEncoding.encodedSegment(text)
        #expect(escaped == "sip:%2B1%20650%2F%C3%A9%3F%23%25@example.com")
        #expect(PercentEncoding.decoded(escaped) == text)
    }
}
