package import Determinism
import Foundation

/// Reads subscribers from the lines of a file, `number,password`, and stores them batch by batch.
///
/// RFC 4180: a password with commas or quotes stands in quotes, its own quotes doubled. Empty
/// lines, lines that begin with `#` and a first line `number,password` are skipped. A bad line is
/// reported and the others go in.
package struct SubscriberImport: Sendable {
    /// A line that did not go in.
    package struct Failure: Hashable, Sendable {
        /// Counted from 1.
        package var line: Int
        package var error: StorageError
    }

    package struct Report: Hashable, Sendable {
        package var added = 0
        /// There already with the same password, as after an import that was interrupted.
        package var present = 0
        package var failures: [Failure] = []

        package init(added: Int = 0, present: Int = 0, failures: [Failure] = []) {
            self.added = added
            self.present = present
            self.failures = failures
        }
    }

    private let database: SubscriberDatabase
    private let realm: String
    private let batchSize: Int

    /// - Parameter batchSize: lines in one transaction; a running node waits for one at most.
    package init(into database: SubscriberDatabase, realm: String, batchSize: Int = 1000) {
        self.database = database
        self.realm = realm
        self.batchSize = batchSize
    }

    /// Stores what the file's octets hold.
    ///
    /// - Parameters:
    ///   - name: of the file, for reports.
    ///   - progress: told how many lines were read, after each batch.
    /// - Throws: only what stops the whole import; batches before it stay in.
    package func run(
        _ contents: [UInt8], name: String, now: WallTime, progress: (Int) -> Void = { _ in }
    ) throws(StorageError) -> Report {
        var report = Report()
        var batch: [(line: Int, new: NewSubscriber)] = []
        var number = 0
        var rest = contents[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            let line = rest[..<end]
            rest = rest[min(end + 1, rest.endIndex)...]
            number += 1
            do {
                if let new = try subscriber(line, isFirst: number == 1) {
                    batch.append((number, new))
                }
            } catch {
                report.failures.append(Failure(line: number, error: error.located(name, number)))
            }
            if batch.count >= batchSize {
                try store(&batch, name: name, now: now, into: &report)
                progress(number)
                // A running node that waits for the file asks again every millisecond or so: let it
                // in.
                if !rest.isEmpty { Thread.sleep(forTimeInterval: 0.005) }
            }
        }
        try store(&batch, name: name, now: now, into: &report)
        progress(number)
        report.failures.sort { $0.line < $1.line }
        return report
    }

    private func store(
        _ batch: inout [(line: Int, new: NewSubscriber)], name: String, now: WallTime,
        into report: inout Report
    ) throws(StorageError) {
        guard !batch.isEmpty else { return }
        let outcomes = try database.insert(batch.map(\.new), now: now)
        for (entry, outcome) in zip(batch, outcomes) {
            switch outcome {
            case .added: report.added += 1
            case .present: report.present += 1
            case .taken:
                let error = SubscriberDatabase.duplicate(entry.new.user)
                report.failures.append(
                    Failure(line: entry.line, error: error.located(name, entry.line)))
            }
        }
        batch.removeAll(keepingCapacity: true)
    }

    /// - Returns: nil for a line that holds none.
    private func subscriber(
        _ line: ArraySlice<UInt8>, isFirst: Bool
    ) throws(StorageError) -> NewSubscriber? {
        var line = line
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw Self.badLine("is not UTF-8 text", remedy: "save the file as UTF-8")
        }
        let trimmed = text.drop { $0 == " " || $0 == "\t" }
        if trimmed.isEmpty || trimmed.hasPrefix("#") { return nil }
        if isFirst, trimmed.lowercased() == "number,password" { return nil }
        let fields = try Self.fields(trimmed)
        guard fields.count == 2 else {
            throw Self.badLine(
                "has \(fields.count) fields, not 2",
                remedy: "write number,password and put a password with commas in quotes")
        }
        let user = fields[0].trimmingCharacters(in: .whitespaces)
        return try NewSubscriber(user: user, password: fields[1], realm: realm)
    }

    private static func fields(_ line: Substring) throws(StorageError) -> [String] {
        var fields: [String] = []
        var rest = line
        while true {
            guard rest.first == "\"" else {
                let end = rest.firstIndex(of: ",") ?? rest.endIndex
                fields.append(String(rest[..<end]))
                guard end < rest.endIndex else { return fields }
                rest = rest[rest.index(after: end)...]
                continue
            }
            var field = ""
            rest = rest.dropFirst()
            while true {
                guard let quote = rest.firstIndex(of: "\"") else {
                    throw badLine(
                        "has a quote that is not closed", remedy: "close it on the same line")
                }
                field += rest[..<quote]
                rest = rest[rest.index(after: quote)...]
                guard rest.first == "\"" else { break }
                field += "\""
                rest = rest.dropFirst()
            }
            fields.append(field)
            if rest.isEmpty { return fields }
            guard rest.first == "," else {
                throw badLine(
                    "has text after a closing quote", remedy: "double the quotes inside a field")
            }
            rest = rest.dropFirst()
        }
    }

    private static func badLine(_ what: String, remedy: String) -> StorageError {
        StorageError(.badLine, what, at: "", remedy: remedy)
    }
}

extension StorageError {
    /// The same with the line of a file as its place, `file:12`.
    fileprivate func located(_ file: String, _ line: Int) -> StorageError {
        var error = self
        error.location = location.isEmpty ? "\(file):\(line)" : "\(file):\(line): \(location)"
        return error
    }
}
