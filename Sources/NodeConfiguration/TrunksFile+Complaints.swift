/// What keeps a trunk from being added, and which part of it.
package struct TrunkComplaint: Hashable, Sendable {
    package enum Part: String, Hashable, Sendable {
        case name, peers
    }

    package let part: Part
    /// Whole sentences: what is wrong, and what to write.
    package let message: String
}

extension TrunksFile {
    /// Says everything that is wrong with a trunk that is yet to be added; nothing is written.
    ///
    /// Stricter than `add` in one thing: a peer of another trunk is refused, since the order of the
    /// file would decide which of the two a call is counted to.
    /// - Parameter trunks: those in force.
    package func complaints(
        about name: String, peers: [String], besides trunks: [TrunkDefinition]
    ) -> [TrunkComplaint] {
        complaints(aboutName: name) + complaints(aboutPeers: peers)
            + complaints(aboutPeers: peers, of: trunks)
    }

    private func complaints(aboutName name: String) -> [TrunkComplaint] {
        guard !name.isEmpty else {
            return [
                TrunkComplaint(
                    part: .name, message: "A trunk needs a name. Use a-z, 0-9, _ and -.")
            ]
        }
        do {
            try Self.check(name)
        } catch {
            return [TrunkComplaint(part: .name, message: error.description)]
        }
        let file = AssignmentFile(path: path, names: .trunk)
        guard let line = file.lines.first(where: { $0.name == name }) else { return [] }
        let taken = TrunksFileError.nameTaken(name, line.origin)
        return [TrunkComplaint(part: .name, message: taken.description)]
    }

    private func complaints(aboutPeers peers: [String]) -> [TrunkComplaint] {
        do {
            _ = try Self.check(peers: peers)
            return []
        } catch .badPeers(let faults) {
            return faults.map {
                TrunkComplaint(part: .peers, message: "\($0.what). \($0.remedy)")
            }
        } catch {
            return [TrunkComplaint(part: .peers, message: error.description)]
        }
    }

    private func complaints(
        aboutPeers peers: [String], of trunks: [TrunkDefinition]
    ) -> [TrunkComplaint] {
        peers.flatMap { ListText($0).pieces }.compactMap { piece in
            guard let entry = try? TrunkEntry.read(piece).entry,
                let other = trunks.first(where: { $0.entries.contains { $0.kind == entry.kind } })
            else { return nil }
            return TrunkComplaint(
                part: .peers,
                message: "\(piece.inReport) is a peer of the trunk \(other.name) already"
                    + " (\(other.origin)). Leave it out here, or remove it there first.")
        }
    }
}
