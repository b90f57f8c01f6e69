package import Determinism

/// The home subscriber's data as homestead-prov provisions it: private identities, registration
/// sets, service profiles and public identities, each made and removed by itself.
///
/// `notFound` for whatever the path names and is not there. Removing is told by its return: false
/// where there was nothing to remove.
package protocol HomeSubscriberStore: Sendable {
    // MARK: - Private identities

    func putPrivateIdentity(
        _ name: String, realm: String, _ credentials: PrivateCredentials, by author: Author,
        now: WallTime
    ) async throws(ProvisioningError)

    func privateIdentity(_ name: String) async throws(ProvisioningError) -> PrivateIdentity

    func removePrivateIdentity(_ name: String, by author: Author, now: WallTime)
        async throws(ProvisioningError) -> Bool

    func registrationSets(ofPrivate name: String) async throws(ProvisioningError)
        -> [RegistrationSetID]

    func publicIdentities(ofPrivate name: String) async throws(ProvisioningError) -> [String]

    // MARK: - Registration sets

    func addRegistrationSet(by author: Author, now: WallTime) async throws(ProvisioningError)
        -> RegistrationSetID

    /// Removes the set with its profiles, public identities and registrations.
    func removeRegistrationSet(_ set: RegistrationSetID, by author: Author, now: WallTime)
        async throws(ProvisioningError) -> Bool

    func privateIdentities(of set: RegistrationSetID) async throws(ProvisioningError) -> [String]

    func publicIdentities(of set: RegistrationSetID) async throws(ProvisioningError) -> [String]

    func associate(
        _ name: String, with set: RegistrationSetID, by author: Author, now: WallTime
    ) async throws(ProvisioningError)

    func dissociate(
        _ name: String, from set: RegistrationSetID, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Bool

    // MARK: - Service profiles

    func addServiceProfile(to set: RegistrationSetID, by author: Author, now: WallTime)
        async throws(ProvisioningError) -> ServiceProfileID

    func removeServiceProfile(
        _ profile: ServiceProfileID, of set: RegistrationSetID, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Bool

    func publicIdentities(of profile: ServiceProfileID, in set: RegistrationSetID)
        async throws(ProvisioningError) -> [String]

    /// The `<ServiceProfile>` document as it was put; `notFound` before the first.
    func filterCriteria(of profile: ServiceProfileID, in set: RegistrationSetID)
        async throws(ProvisioningError) -> [UInt8]

    func putFilterCriteria(
        _ document: [UInt8], of profile: ServiceProfileID, in set: RegistrationSetID,
        by author: Author, now: WallTime
    ) async throws(ProvisioningError)

    // MARK: - Public identities

    /// Puts an identity into a profile, or changes it where it stands.
    ///
    /// - Throws: `forbidden` for one of another profile, `conflict` for a number that another set
    ///   has under another domain or scheme, `invalid` for what is no SIP or tel URI.
    func putPublicIdentity(
        _ identity: PublicIdentity, in profile: ServiceProfileID, of set: RegistrationSetID,
        by author: Author, now: WallTime
    ) async throws(ProvisioningError)

    func publicIdentity(_ uri: String) async throws(ProvisioningError) -> PublicIdentity

    func removePublicIdentity(
        _ uri: String, from profile: ServiceProfileID, of set: RegistrationSetID, by author: Author,
        now: WallTime
    ) async throws(ProvisioningError) -> Bool

    func place(ofPublic uri: String) async throws(ProvisioningError) -> PublicIdentityPlace

    func privateIdentities(ofPublic uri: String) async throws(ProvisioningError) -> [String]

    /// One of `proportion` parts of all public identities, by row number.
    func publicIdentities(chunk: Int, of proportion: Int) async throws(ProvisioningError)
        -> [PublicIdentityPlace]
}
