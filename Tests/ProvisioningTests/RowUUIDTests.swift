import Provisioning
import Testing

/// Sets and profiles as clients name them. RFC 9562 5.8.
struct RowUUIDTests {
    @Test(arguments: [1, 42, 0xFFFF_FFFF, 1 << 61] as [Int64])
    func `A row comes back from its UUID`(row: Int64) {
        #expect(RegistrationSetID(uuid: RegistrationSetID(row: row).uuid)?.row == row)
        #expect(ServiceProfileID(uuid: ServiceProfileID(row: row).uuid)?.row == row)
    }

    @Test func `A UUID is of version 8 and the variant of RFC 9562`() {
        #expect(RegistrationSetID(row: 42).uuid == "00000001-0000-8000-8000-00000000002a")
        #expect(ServiceProfileID(row: 42).uuid == "00000002-0000-8000-8000-00000000002a")
        #expect(
            RegistrationSetID(row: 1 << 61).uuid == "00000001-0000-8000-a000-000000000000")
    }

    @Test func `Digits may be capitals`() {
        #expect(RegistrationSetID(uuid: "00000001-0000-8000-8000-00000000002A")?.row == 42)
    }

    @Test func `A set's UUID is no profile's`() {
        #expect(ServiceProfileID(uuid: RegistrationSetID(row: 42).uuid) == nil)
        #expect(RegistrationSetID(uuid: ServiceProfileID(row: 42).uuid) == nil)
    }

    @Test(arguments: [
        "", "42", "00000001-0000-8000-8000-000000000000", "00000001-0000-4000-8000-00000000002a",
        "00000001-0000-8000-c000-00000000002a", "00000001-0000-8000-8000-00000000002g",
        "00000001-0000-8000-8000-0000000002a", "0000000100008000800000000000002a",
        "00000001-0000-8000-8000-+0000000002a", "{00000001-0000-8000-8000-00000000002a}",
        "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
    ])
    func `What we did not write is no set`(text: String) {
        #expect(RegistrationSetID(uuid: text) == nil)
    }
}
