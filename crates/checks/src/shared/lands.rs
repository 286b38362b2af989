//! What the name of a region stands for: the part of the world that its provider keeps it in.

use beredd_model::Text;

/// How the names of regions begin, AWS's and Google Cloud's before Azure's, and where that is. Source: the region lists of AWS,
/// Google Cloud and Azure, 2025-11.
const LANDS: &[(&str, Text)] = &[
    ("us-gov-", Text::fixed("the United States, for its authorities", "USA, för dess myndigheter")),
    ("us-", Text::fixed("the United States", "USA")),
    ("us.", Text::fixed("the United States", "USA")),
    ("northamerica-", Text::fixed("North America", "Nordamerika")),
    ("ca-", Text::fixed("Canada", "Kanada")),
    ("mx-", Text::fixed("Mexico", "Mexiko")),
    ("sa-", Text::fixed("South America", "Sydamerika")),
    ("southamerica-", Text::fixed("South America", "Sydamerika")),
    ("af-", Text::fixed("Africa", "Afrika")),
    ("africa-", Text::fixed("Africa", "Afrika")),
    ("ap-", Text::fixed("Asia and the Pacific", "Asien och Stillahavsområdet")),
    ("apac.", Text::fixed("Asia and the Pacific", "Asien och Stillahavsområdet")),
    ("asia-", Text::fixed("Asia", "Asien")),
    ("australia-", Text::fixed("Australia", "Australien")),
    ("cn-", Text::fixed("China", "Kina")),
    ("il-", Text::fixed("Israel", "Israel")),
    ("me-", Text::fixed("the Middle East", "Mellanöstern")),
    ("eu-central-2", Text::fixed("Switzerland", "Schweiz")),
    ("eu-west-2", Text::fixed("the United Kingdom", "Storbritannien")),
    ("europe-west2", Text::fixed("the United Kingdom", "Storbritannien")),
    ("europe-west6", Text::fixed("Switzerland", "Schweiz")),
    ("switzerland", Text::fixed("Switzerland", "Schweiz")),
    ("uk", Text::fixed("the United Kingdom", "Storbritannien")),
    ("global", Text::fixed("anywhere in the world", "var som helst i världen")),
    ("api.", Text::fixed("the provider's own address", "leverantörens egen adress")),
    ("https://", Text::fixed("an address outside the EU", "en adress utanför EU")),
];

/// Words in the names of Azure's regions.
const AZURE_LANDS: &[(&str, Text)] = &[
    ("australia", Text::fixed("Australia", "Australien")),
    ("brazil", Text::fixed("Brazil", "Brasilien")),
    ("canada", Text::fixed("Canada", "Kanada")),
    ("china", Text::fixed("China", "Kina")),
    ("india", Text::fixed("India", "Indien")),
    ("japan", Text::fixed("Japan", "Japan")),
    ("korea", Text::fixed("Korea", "Korea")),
    ("us", Text::fixed("the United States", "USA")),
];

/// Where a region, a profile or an address leads; nothing where its name does not tell.
pub(crate) fn land_of(setting: &str) -> Option<&'static Text> {
    let name = setting.trim().to_lowercase().replace(' ', "");
    let by_start = LANDS.iter().find(|(start, _)| name.starts_with(start));
    by_start.or_else(|| AZURE_LANDS.iter().find(|(word, _)| name.contains(word))).map(|(_, land)| land)
}

#[cfg(test)]
mod tests {
    use super::land_of;

    #[test]
    fn regions_profiles_and_addresses_lead_somewhere() {
        for (setting, expected) in [
            ("us-east-1", Some("the United States")),
            ("us-gov-west-1", Some("the United States, for its authorities")),
            ("East US 2", Some("the United States")),
            ("us.anthropic.claude-sonnet-4", Some("the United States")),
            ("ap-northeast-1", Some("Asia and the Pacific")),
            ("uksouth", Some("the United Kingdom")),
            ("api.openai.com", Some("the provider's own address")),
            ("somewhere", None),
        ] {
            assert_eq!(land_of(setting).map(|land| land.en.as_ref()), expected, "{setting}");
        }
    }
}
