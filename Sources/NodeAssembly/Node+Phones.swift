package import IMSEngine
package import Subscribers

/// The registrations of the running node, for whoever may end them.
extension Node {
    /// Takes a phone off a subscriber, or all of its phones where no contact is named; they are off
    /// the disk too when this returns, and calls ring them no more.
    ///
    /// - Parameter contact: the Contact's URI as it was registered.
    package func removePhone(
        _ contact: String?, of subscriber: SubscriberKey
    ) async -> RemovalOutcome {
        let contact = contact.map { Array($0.utf8) }
        let mailbox = mailbox
        return await removals.order { number in
            mailbox.post(.removeContacts(contact, of: subscriber, order: number))
        }
    }
}
