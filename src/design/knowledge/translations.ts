/**
 * What things that the library knows are called in other languages: the English name, then in German, French, Spanish and
 * Portuguese, several words parted by a stroke. German has both numbers; of the others the singular is enough.
 */
const table = `
customer        Kunde|Kunden|Kundin       client|cliente             cliente                   cliente
user            Benutzer|Nutzer|Anwender  utilisateur|utilisatrice   usuario|usuaria           usuário|utilizador
person          Person|Personen           personne                   persona                   pessoa
member          Mitglied|Mitglieder       membre|adhérent            miembro|socio             membro|sócio
employee        Mitarbeiter|Angestellte   employé|salarié            empleado                  funcionário|empregado
department      Abteilung|Abteilungen     département|service        departamento              departamento
company         Firma|Firmen|Unternehmen  entreprise|société         empresa                   empresa
supplier        Lieferant|Lieferanten     fournisseur                proveedor                 fornecedor
product         Produkt|Produkte          produit                    producto                  produto
category        Kategorie|Kategorien      catégorie                  categoría                 categoria
order           Bestellung|Bestellungen   commande                   pedido|orden              pedido|encomenda
order_item      Bestellposition|Positionen  ligne_de_commande        línea_de_pedido           item_do_pedido
address         Adresse|Adressen          adresse                    dirección|direcciones     endereço|morada
payment         Zahlung|Zahlungen         paiement                   pago                      pagamento
invoice         Rechnung|Rechnungen       facture                    factura                   fatura
cart            Warenkorb|Warenkörbe      panier                     carrito                   carrinho
review          Bewertung|Bewertungen     avis|évaluation            reseña|valoración         avaliação|avaliações
warehouse       Lager|Lagerhaus           entrepôt                   almacén|almacenes         armazém|armazéns
shipment        Sendung|Sendungen|Lieferung  livraison|expédition    envío                     envio|entrega
stock           Lagerbestand|Bestände     stock                      existencias|inventario    estoque|inventário
article         Artikel|Beitrag|Beiträge  article                    artículo                  artigo
comment         Kommentar|Kommentare      commentaire                comentario                comentário
tag             Schlagwort|Schlagwörter   étiquette                  etiqueta                  etiqueta
author          Autor|Autoren|Autorin     auteur                     autor|autores             autor|autores
book            Buch|Bücher               livre                      libro                     livro
copy            Exemplar|Exemplare        exemplaire                 ejemplar|ejemplares       exemplar|exemplares
loan            Ausleihe|Ausleihen        prêt|emprunt               préstamo                  empréstimo
reservation     Reservierung|Reservierungen  réservation             reserva                   reserva
publisher       Verlag|Verlage            éditeur                    editorial|editoriales     editora
room            Zimmer|Raum|Räume         chambre|salle              habitación|habitaciones   quarto|sala
guest           Gast|Gäste                hôte                       huésped|huéspedes         hóspede
hotel           Hotel|Hotels              hôtel                      hotel|hoteles             hotel|hotéis
booking         Buchung|Buchungen         réservation                reserva                   reserva
student         Student|Studenten|Schüler|Studierende  étudiant|élève  estudiante|alumno      estudante|aluno
teacher         Lehrer|Lehrerin|Dozent    enseignant|professeur      profesor|profesora        professor
course          Kurs|Kurse                cours                      curso                     curso
enrollment      Einschreibung|Einschreibungen  inscription           inscripción|inscripciones  matrícula|inscrição
exam            Prüfung|Prüfungen         examen                     examen|exámenes           exame
patient         Patient|Patienten         patient                    paciente                  paciente
doctor          Arzt|Ärzte|Ärztin         médecin                    médico                    médico
appointment     Termin|Termine            rendez-vous                cita                      consulta|agendamento
prescription    Rezept|Rezepte            ordonnance                 receta                    receita
medication      Medikament|Medikamente    médicament                 medicamento               medicamento
project         Projekt|Projekte          projet                     proyecto                  projeto
task            Aufgabe|Aufgaben          tâche                      tarea                     tarefa
message         Nachricht|Nachrichten     message                    mensaje                   mensagem|mensagens
account         Konto|Konten              compte                     cuenta                    conta
contract        Vertrag|Verträge          contrat                    contrato                  contrato
building        Gebäude                   immeuble|bâtiment          edificio                  edifício
apartment       Wohnung|Wohnungen         appartement                apartamento|piso          apartamento
vehicle         Fahrzeug|Fahrzeuge        véhicule                   vehículo                  veículo
driver          Fahrer|Fahrerin           conducteur|chauffeur       conductor|conductores     motorista
restaurant      Restaurant|Restaurants    restaurant                 restaurante               restaurante
sensor          Sensor|Sensoren           capteur                    sensor|sensores           sensor|sensores
device          Gerät|Geräte              appareil                   dispositivo               dispositivo
event           Veranstaltung|Veranstaltungen  événement             evento                    evento
ticket          Eintrittskarte|Eintrittskarten  billet               entrada|boleto            bilhete|ingresso
team            Mannschaft|Mannschaften   équipe                     equipo                    equipe|time
player          Spieler|Spielerin         joueur                     jugador|jugadores         jogador|jogadores
animal          Tier|Tiere                animal|animaux             animal|animales           animal|animais
`;

export const translatedLanguages = ['German', 'French', 'Spanish', 'Portuguese'] as const;

export type TranslatedLanguage = (typeof translatedLanguages)[number];

export interface Translation {
  /** The name that the library has, singular. */
  readonly name: string;
  /** Words for it in the language, in small letters. */
  readonly words: readonly string[];
}

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s{2,}/));

/** What the library knows by the words of a language. */
export function translationsOf(language: TranslatedLanguage): readonly Translation[] {
  const at = translatedLanguages.indexOf(language) + 1;
  return rows.map(([name = '', ...columns]) => ({
    name,
    words: (columns[at - 1] ?? '').split('|').map((one) => one.replaceAll('_', ' ').toLowerCase()),
  }));
}
