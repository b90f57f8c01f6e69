import Determinism
import Foundation
import GRDB
import Storage
import Subscribers
import Testing

@Suite struct OpeningTests {
    let store: TemporaryStore

    init() throws { store = try TemporaryStore() }

    @Test("A first opening makes a file that only its owner may read, and a second one finds it")
    func firstOpening() throws {
        let database = try store.open()
        let subscriber = try database.addSubscriber("+15551000000")
        for name in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: store.file + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        try database.close()
        #expect(try store.open().found("+15551000000")?.subscriber == subscriber)
    }

    @Test("Commits wait for the disk: every connection that writes is in WAL mode with FULL")
    func durability() throws {
        let database = try store.open()
        #expect(try database.pragma("journal_mode") == "wal")
        #expect(try database.pragma("synchronous") == "2")
        #expect(try database.pragma("foreign_keys") == "1")
        let journal = try BindingJournal(database)
        defer { journal.close() }
        #expect(journal.pragma("journal_mode") == "wal")
        #expect(journal.pragma("synchronous") == "2")
        #expect(journal.pragma("foreign_keys") == "1")
    }

    @Test("The signing keys outlive the process and differ from each other and from others'")
    func secrets() throws {
        let first = try store.open().secrets()
        let again = try store.open().secrets()
        let other = try TemporaryStore().open().secrets()
        #expect(first.nonceKey.count == 32)
        #expect(first.flowTokenKey.count == 32)
        #expect(first.nonceKey == again.nonceKey)
        #expect(first.flowTokenKey == again.flowTokenKey)
        #expect(
            Set([first.nonceKey, first.flowTokenKey, other.nonceKey, other.flowTokenKey]).count == 4
        )
    }

    @Test("A missing directory is refused with how to make it")
    func directoryMissing() throws {
        let path = store.directory + "/nowhere"
        let error = #expect(throws: StorageError.self) {
            try SubscriberDatabase.open(directory: path)
        }
        #expect(error?.kind == .directoryMissing)
        #expect(error?.description.contains("install -d -m 700 \(path)") == true)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("A file in place of the directory, and a directory in place of the file, are refused")
    func wrongKinds() throws {
        let file = store.directory + "/file"
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(
            try kindOfRefusal { try SubscriberDatabase.open(directory: file) } == .directoryMissing)
        try FileManager.default.createDirectory(
            atPath: store.file, withIntermediateDirectories: false)
        #expect(try kindOfRefusal { try store.open() } == .directoryUnwritable)
    }

    @Test("A directory without write permission is refused", .enabled(if: geteuid() != 0))
    func unwritable() throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o500], ofItemAtPath: store.directory)
        #expect(try kindOfRefusal { try store.open() } == .directoryUnwritable)
    }

    @Test("A file of garbage is called damaged and left as it is")
    func garbage() throws {
        let garbage = Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 3) })
        try garbage.write(to: URL(fileURLWithPath: store.file))
        let error = #expect(throws: StorageError.self) { try store.open() }
        #expect(error?.kind == .corrupt)
        #expect(error?.location == store.file)
        #expect(try Data(contentsOf: URL(fileURLWithPath: store.file)) == garbage)
    }

    @Test("A file whose middle was overwritten is called damaged when that part is read")
    func damagedMiddle() throws {
        let database = try store.open()
        try database.addSubscribers((1000..<1500).map { "+1555100\($0)" })
        try database.close()
        var contents = try Data(contentsOf: URL(fileURLWithPath: store.file))
        #expect(contents.count > 40_000)
        for place in 8192..<contents.count { contents[place] = 0xA5 }
        try contents.write(to: URL(fileURLWithPath: store.file))
        let kind = try kindOfRefusal {
            let database = try store.open()
            for number in 0..<500 { _ = try database.found("+1555100\(1000 + number)") }
        }
        #expect(kind == .corrupt)
    }

    @Test("A file from a newer version is refused with both versions and left as it is")
    func newerVersion() throws {
        try store.open().close()
        try tamper("PRAGMA user_version = 7")
        let error = #expect(throws: StorageError.self) { try store.open() }
        #expect(error?.kind == .newerVersion)
        #expect(error?.location == store.file)
        #expect(error?.what.contains("data version 7, this one knows 2") == true)
        #expect(error?.remedy.contains("install that version") == true)
        try tamper("PRAGMA user_version = 1")
        _ = try store.open()
    }

    @Test("Another program's SQLite file is refused")
    func foreignFile() throws {
        try tamper("PRAGMA application_id = 42")
        #expect(try kindOfRefusal { try store.open() } == .foreignFile)
        try tamper("PRAGMA application_id = 0; PRAGMA user_version = 3")
        #expect(try kindOfRefusal { try store.open() } == .foreignFile)
    }

    @Test("A write that another process keeps waiting is refused as locked")
    func locked() throws {
        let database = try store.open(patience: .milliseconds(50))
        let other = try DatabaseQueue(path: store.file)
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            #expect(try kindOfRefusal { try database.addSubscriber("alice") } == .locked)
            #expect(try database.found("alice") == nil, "reading goes on")
            try db.execute(sql: "ROLLBACK")
        }
        try database.addSubscriber("alice")
    }

    @Test(
        "What SQLite reports becomes what an operator can act on",
        arguments: [
            (ResultCode.SQLITE_FULL, StorageError.Kind.diskFull), (.SQLITE_CORRUPT, .corrupt),
            (.SQLITE_NOTADB, .corrupt), (.SQLITE_BUSY, .locked),
            (.SQLITE_READONLY, .directoryUnwritable),
            (.SQLITE_CANTOPEN, .directoryUnwritable), (.SQLITE_IOERR, .failed),
        ])
    func mapping(code: ResultCode, kind: StorageError.Kind) {
        let error = StorageError(DatabaseError(resultCode: code), file: "/data/clearwater.sqlite")
        #expect(error.kind == kind)
        #expect(error.description.hasPrefix("/data/clearwater.sqlite: "))
        #expect(!error.description.contains("\n"))
        #expect(!error.remedy.isEmpty)
    }

    private func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: store.file)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func kindOfRefusal<T>(_ body: () throws -> T) throws -> StorageError.Kind? {
        do {
            _ = try body()
            return nil
        } catch let error as StorageError {
            return error.kind
        }
    }
}
