import Provisioning

extension ProvisioningError {
    /// What a transaction threw, in the terms of whoever asked for it.
    init(_ error: any Error, file: String) {
        switch error {
        case let known as ProvisioningError: self = known
        case is CancellationError:
            self.init(.unavailable, "the request was given up", remedy: "try again")
        case _: self.init(StorageError(error, file: file))
        }
    }

    init(_ error: StorageError) {
        let kind: Kind =
            switch error.kind {
            case .unknownSubscriber: .notFound
            case .duplicateSubscriber: .conflict
            case .badUser, .badPassword, .badLine: .invalid
            case .directoryMissing, .directoryUnwritable, .corrupt, .foreignFile, .newerVersion,
                .locked, .diskFull, .secondNode, .failed:
                .unavailable
            }
        self.init(kind, "\(error.location): \(error.what)", remedy: error.remedy)
    }
}
