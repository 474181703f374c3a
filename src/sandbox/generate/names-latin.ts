import type { Culture } from './names.ts';

/** Names written in Latin letters, many with marks; their ASCII form is derived. */
export const LATIN: readonly Culture[] = [
  {
    locale: 'en-GB',
    country: 'GB',
    timezone: 'Europe/London',
    cities: 'London,Bristol,Leeds,Glasgow',
    given: 'Amelia,Oliver,Grace,Harry,Isla,Noah,Freya,Arthur,Imogen,Rhys,Siân,Callum,Niamh,Zoë,Declan,Maeve',
    family:
      'Smith,Hughes,Walker,Bennett,Clarke,O’Neill,MacLeod,Shaw,Brontë,Patterson,Lloyd,Fletcher,Hart,Wells,Quinn,Reeve',
  },
  {
    locale: 'en-US',
    country: 'US',
    timezone: 'America/New_York',
    cities: 'Boston,Denver,Austin,Baltimore',
    given: 'Emma,Liam,Ava,Mason,Harper,Ethan,Nora,Wyatt,Hazel,Jack,Ruby,Owen,Stella,Caleb,Naomi,Miles',
    family:
      'Johnson,Carter,Brooks,Hayes,Sullivan,Price,Foster,Bryant,Ramirez,Nuñez,Coleman,Reyes,Holt,Tran,Whitaker,Barnes',
  },
  {
    locale: 'de-DE',
    country: 'DE',
    timezone: 'Europe/Berlin',
    cities: 'Berlin,München,Köln,Bremen',
    given:
      'Jürgen,Käthe,Björn,Annika,Götz,Lena,Matthias,Sören,Heike,Uwe,Jörg,Ute,Till,Wiebke,Günther,Mareike',
    family:
      'Müller,Schäfer,Groß,Weiß,Köhler,Böhm,Jäger,Krüger,Voß,Lindner,Brandt,Hübner,Seidel,Ziegler,Dörr,Pohl',
  },
  {
    locale: 'fr-FR',
    country: 'FR',
    timezone: 'Europe/Paris',
    cities: 'Paris,Lyon,Nîmes,Besançon',
    given:
      'Zoé,François,Élodie,Benoît,Maëlle,Rémi,Hélène,Loïc,Aurélie,Jérôme,Chloé,Gaël,Inès,Théo,Anaïs,Cédric',
    family:
      'Lefèvre,Dubois,Géraud,Châtel,Noël,Bézier,Garçon,Moreau,Prévost,Leclère,Fabre,Guérin,Mallet,Rivière,Élie,Caron',
  },
  {
    locale: 'es-MX',
    country: 'MX',
    timezone: 'America/Mexico_City',
    cities: 'Mérida,Puebla,León,Querétaro',
    given:
      'José,Lucía,Andrés,Sofía,Ángel,Inés,Raúl,Belén,Óscar,Ximena,Iván,Noemí,Tomás,Pilar,Joaquín,Araceli',
    family:
      'Muñoz,García,Peña,Hernández,Núñez,Ibáñez,Zúñiga,Cárdenas,Ordóñez,Vélez,Solís,Briseño,Ríos,Treviño,Luján,Cantú',
  },
  {
    locale: 'pl-PL',
    country: 'PL',
    timezone: 'Europe/Warsaw',
    cities: 'Łódź,Kraków,Gdańsk,Białystok',
    given:
      'Łukasz,Agnieszka,Michał,Małgorzata,Paweł,Zofia,Stanisław,Jadwiga,Błażej,Kasia,Sławomir,Hanna,Wojciech,Ewa,Grażyna,Jakub',
    family:
      'Wójcik,Kamińska,Dąbek,Zając,Śliwa,Król,Wróbel,Gołąb,Pawłowski,Żak,Świątek,Mróz,Sęk,Jabłoński,Ćwik,Łapa',
  },
  {
    locale: 'tr-TR',
    country: 'TR',
    timezone: 'Europe/Istanbul',
    cities: 'İzmir,Bursa,Eskişehir,Balıkesir',
    given: 'Ayşe,Çağla,Emre,Gülşen,Işıl,Oğuz,Şebnem,Ümit,Yiğit,Defne,Barış,Nilüfer,Tuğçe,Kaan,Özge,Hakan',
    family:
      'Yılmaz,Öztürk,Şahin,Çelik,Güneş,Kılıç,Aydın,Doğan,Koç,Erdoğmuş,Işık,Bulut,Ateş,Taşkın,Özkan,Kurtuluş',
  },
  {
    locale: 'vi-VN',
    country: 'VN',
    timezone: 'Asia/Ho_Chi_Minh',
    cities: 'Đà Nẵng,Biên Hòa,Huế,Hà Nội',
    familyFirst: true,
    given: 'Hương,Đức,Thảo,Minh,Ngọc,Tuấn,Phương,Quân,Ánh,Dũng,Trâm,Hiếu',
    family: 'Nguyễn,Trần,Lê,Phạm,Hoàng,Vũ,Đặng,Bùi,Đỗ,Hồ,Dương,Lý',
  },
];
