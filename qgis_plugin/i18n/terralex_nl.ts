<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="nl" sourcelanguage="en">
 <context>
  <name>Terralex</name>
  <message>
   <source>The local server did not start: see the end of its log.</source>
   <translation>De lokale server is niet gestart: het einde van zijn logboek zegt waarom.</translation>
  </message>
  <message>
   <source>Waiting for the server</source>
   <translation>Wachten op de server</translation>
  </message>
  <message>
   <source>There is no terralex at {program}: choose another one.</source>
   <translation>Er is geen terralex op {program}: kies een andere.</translation>
  </message>
  <message>
   <source>The local server is not installed: install it in the Terralex options.</source>
   <translation>De lokale server is niet geïnstalleerd: installeer hem in de opties van Terralex.</translation>
  </message>
  <message>
   <source>{program} cannot be started.</source>
   <translation>{program} kan niet worden gestart.</translation>
  </message>
  <message>
   <source>Size of the indexes</source>
   <translation>Grootte van de indexen</translation>
  </message>
  <message>
   <source>Deleting the indexes</source>
   <translation>De indexen worden gewist</translation>
  </message>
  <message>
   <source>New</source>
   <translation>Nieuw</translation>
  </message>
  <message>
   <source>Gone</source>
   <translation>Verdwenen</translation>
  </message>
  <message>
   <source>Unchanged</source>
   <translation>Ongewijzigd</translation>
  </message>
  <message>
   <source>The server's reply was incomplete: try again.</source>
   <translation>Het antwoord van de server is afgebroken: probeer het opnieuw.</translation>
  </message>
  <message>
   <source>{file} is not a Terralex concept.</source>
   <translation>{file} is geen concept van Terralex.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be read: check that it exists.</source>
   <translation>Het concept {file} kan niet worden gelezen: controleer of het er is.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be written.</source>
   <translation>Het concept {file} kan daar niet worden geschreven.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be deleted.</source>
   <translation>Het concept {file} kan niet worden verwijderd.</translation>
  </message>
  <message>
   <source>No server is set: enter its address in the Terralex options.</source>
   <translation>Er is geen server ingesteld: geef zijn adres op in de opties van Terralex.</translation>
  </message>
  <message>
   <source>{url} is not an address: write it like https://gpu.example.org:8765.</source>
   <translation>{url} is geen adres: schrijf het als https://gpu.example.org:8765.</translation>
  </message>
  <message>
   <source>QGIS could not store the token: unlock the authentication database and try again.</source>
   <translation>QGIS kon het token niet bewaren: ontgrendel de authenticatiedatabase en probeer het opnieuw.</translation>
  </message>
  <message>
   <source>The local server is not running: start it in the Terralex options.</source>
   <translation>De lokale server draait niet: start hem in de opties van Terralex.</translation>
  </message>
  <message>
   <source>The token of the local server cannot be read: restart the server in the options.</source>
   <translation>Het token van de lokale server kan niet worden gelezen: start hem opnieuw in de opties.</translation>
  </message>
  <message>
   <source>{percent} % indexed: a search indexes the rest</source>
   <translation>{percent} % geïndexeerd: de zoekopdracht indexeert de rest</translation>
  </message>
  <message>
   <source>QGIS renders this layer at {metres} m per pixel and sends the image.</source>
   <translation>QGIS tekent deze laag met {metres} m per pixel en verstuurt het beeld.</translation>
  </message>
  <message>
   <source>Indexed: searching here is fast</source>
   <translation>Geïndexeerd: zoeken duurt hier een ogenblik</translation>
  </message>
  <message>
   <source>Not indexed yet: the first search here takes longer</source>
   <translation>Nog niet geïndexeerd: de eerste keer zoeken duurt hier langer</translation>
  </message>
  <message>
   <source>Index status</source>
   <translation>Status van de index</translation>
  </message>
  <message>
   <source>The server cannot read this file: QGIS renders it at {metres} m per pixel and sends the image.</source>
   <translation>De server kan dit bestand niet lezen: QGIS tekent het met {metres} m per pixel en verstuurt het beeld.</translation>
  </message>
  <message>
   <source>{package} does not exist: choose a wheel file or a folder.</source>
   <translation>{package} is er niet: kies een wheel-bestand of een map.</translation>
  </message>
  <message>
   <source>Creating the environment</source>
   <translation>Omgeving wordt gemaakt</translation>
  </message>
  <message>
   <source>Installing PyTorch for CUDA</source>
   <translation>PyTorch voor CUDA wordt geïnstalleerd</translation>
  </message>
  <message>
   <source>Installing PyTorch for the CPU</source>
   <translation>PyTorch voor de CPU wordt geïnstalleerd</translation>
  </message>
  <message>
   <source>Installing Terralex</source>
   <translation>Terralex wordt geïnstalleerd</translation>
  </message>
  <message>
   <source>Loading the model once</source>
   <translation>Het model wordt eenmaal geladen</translation>
  </message>
  <message>
   <source>Make a polygon layer the active layer and select features in it.</source>
   <translation>Maak een polygonenlaag de huidige en selecteer daarin objecten.</translation>
  </message>
  <message>
   <source>Nothing is selected in {name}.</source>
   <translation>In {name} is niets geselecteerd.</translation>
  </message>
  <message>
   <source>Choose at most {most} examples of each kind.</source>
   <translation>Kies hoogstens {most} voorbeelden van elke soort.</translation>
  </message>
  <message>
   <source>An example must be a polygon.</source>
   <translation>Een voorbeeld moet een polygoon zijn.</translation>
  </message>
  <message>
   <source>This location cannot be expressed in longitude and latitude.</source>
   <translation>Deze plek heeft geen lengte- en breedtegraad.</translation>
  </message>
  <message>
   <source>The map scale cannot be determined here: zoom in on the layer.</source>
   <translation>De schaal van de kaart is hier niet te bepalen: zoom in op de laag.</translation>
  </message>
  <message>
   <source>This part of the map cannot be expressed in {crs}: zoom in on the layer.</source>
   <translation>Dit deel van de kaart is niet uit te drukken in {crs}: zoom in op de laag.</translation>
  </message>
  <message>
   <source>Heat map: {what}</source>
   <translation>Heatmap: {what}</translation>
  </message>
  <message>
   <source>A heat map needs words: type what to look for.</source>
   <translation>Een heatmap heeft woorden nodig: typ wat u zoekt.</translation>
  </message>
  <message>
   <source>Index: {what}</source>
   <translation>Index: {what}</translation>
  </message>
  <message>
   <source>Removing the local server</source>
   <translation>De lokale server wordt verwijderd</translation>
  </message>
  <message>
   <source>An installation is already running.</source>
   <translation>Er is een installatie bezig.</translation>
  </message>
  <message>
   <source>The installation was stopped.</source>
   <translation>De installatie is gestopt.</translation>
  </message>
  <message>
   <source>{what} failed: see the last lines of the log.</source>
   <translation>{what}: mislukt, de laatste regels van het logboek zeggen waarom.</translation>
  </message>
  <message>
   <source>Installed</source>
   <translation>Geïnstalleerd</translation>
  </message>
  <message>
   <source>{message} (about {minutes} min left)</source>
   <translation>{message} (nog ongeveer {minutes} min)</translation>
  </message>
  <message>
   <source>Waiting in the queue</source>
   <translation>In de wachtrij</translation>
  </message>
  <message>
   <source>{message} (about {seconds} s left)</source>
   <translation>{message} (nog ongeveer {seconds} s)</translation>
  </message>
  <message>
   <source>The job was stopped on the server.</source>
   <translation>De taak is op de server gestopt.</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>Geannuleerd.</translation>
  </message>
  <message>
   <source>The server is not responding: trying again</source>
   <translation>De server antwoordt niet: nieuwe poging</translation>
  </message>
  <message>
   <source>Choose a polygon layer with the features to label.</source>
   <translation>Kies een polygonenlaag waarvan de objecten een label moeten krijgen.</translation>
  </message>
  <message>
   <source>Fetching the labels</source>
   <translation>Labels worden opgehaald</translation>
  </message>
  <message>
   <source>Add at least two classes.</source>
   <translation>Noem ten minste twee klassen.</translation>
  </message>
  <message>
   <source>{file} has the unknown column {column}: known columns are {known}.</source>
   <translation>{file} heeft de onbekende kolom {column}: bekend zijn {known}.</translation>
  </message>
  <message>
   <source>The class {name} exists twice: rename one.</source>
   <translation>De klasse {name} komt twee keer voor: hernoem er een.</translation>
  </message>
  <message>
   <source>{file}, line {line} has no name.</source>
   <translation>{file}, regel {line} heeft geen naam.</translation>
  </message>
  <message>
   <source>{file}, line {line}: {colour} is not a colour, write it like #3366cc.</source>
   <translation>{file}, regel {line}: {colour} is geen kleur, schrijf haar als #3366cc.</translation>
  </message>
  <message>
   <source>Label: {what}</source>
   <translation>Labelen: {what}</translation>
  </message>
  <message>
   <source>The features lie outside the layer {name}.</source>
   <translation>De objecten liggen buiten de laag {name}.</translation>
  </message>
  <message>
   <source>The layer {name} has no polygons to label.</source>
   <translation>De laag {name} heeft geen polygonen om te labelen.</translation>
  </message>
  <message>
   <source>The server's result cannot be opened: try again.</source>
   <translation>Het resultaat van de server kan niet worden geopend: probeer het opnieuw.</translation>
  </message>
  <message>
   <source>Choose a raster layer to search in.</source>
   <translation>Kies een rasterlaag om in te zoeken.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be opened: repair its data source.</source>
   <translation>De laag {name} kan niet worden geopend: herstel de bron.</translation>
  </message>
  <message>
   <source>The layer {name} has no CRS: set one.</source>
   <translation>De laag {name} heeft geen referentiesysteem: stel er een in.</translation>
  </message>
  <message>
   <source>The server is assembling the image</source>
   <translation>De server stelt het beeld samen</translation>
  </message>
  <message>
   <source>Sending the image of {name}</source>
   <translation>Het beeld van {name} wordt verzonden</translation>
  </message>
  <message>
   <source>The layer {name} shows nothing here: check on the map whether its service is responding.</source>
   <translation>De laag {name} toont hier niets: kijk op de kaart of de dienst antwoordt.</translation>
  </message>
  <message>
   <source>The layer {name} has no extent of its own: search in the extent of the map.</source>
   <translation>De laag {name} heeft geen eigen bereik: zoek in het kaartbereik.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be drawn: {reason}.</source>
   <translation>De laag {name} kan niet worden getekend: {reason}.</translation>
  </message>
  <message>
   <source>The server could not assemble the image: try again.</source>
   <translation>De server kon het beeld niet samenstellen: probeer het opnieuw.</translation>
  </message>
  <message>
   <source>The server cannot read the file: sending its image instead</source>
   <translation>De server mag het bestand niet lezen: in plaats daarvan wordt het beeld verzonden</translation>
  </message>
  <message>
   <source>Sending {name}</source>
   <translation>{name} wordt verzonden</translation>
  </message>
  <message>
   <source>Models on the server</source>
   <translation>Modellen van de server</translation>
  </message>
  <message>
   <source>{have} million pixels would be sent, the limit is {most} million: zoom in or choose larger regions.</source>
   <translation>Er zouden {have} miljoen pixels worden verzonden, {most} miljoen is de grens: zoom in of kies grotere gebieden.</translation>
  </message>
  <message>
   <source>the table {table} is missing</source>
   <translation>de tabel {table} ontbreekt</translation>
  </message>
  <message>
   <source>it is not a raster</source>
   <translation>het is geen raster</translation>
  </message>
  <message>
   <source>No Python {least} or newer was found: set one in the Terralex options.</source>
   <translation>Geen Python {least} of nieuwer gevonden: noem er een in de opties van Terralex.</translation>
  </message>
  <message>
   <source>Python {version} cannot make environments here: install python{version}-venv, then try again.</source>
   <translation>Python {version} kan hier geen omgevingen maken: installeer python{version}-venv en probeer het opnieuw.</translation>
  </message>
  <message>
   <source>This plugin does not understand the server's reply: check that both have the same version.</source>
   <translation>Deze plug-in begrijpt het antwoord van de server niet: hebben beide dezelfde versie?</translation>
  </message>
  <message>
   <source>The server does not accept the token: enter it again in the options of Terralex.</source>
   <translation>De server accepteert het token niet: voer het opnieuw in bij de opties van Terralex.</translation>
  </message>
  <message>
   <source>The server failed (500): see its log.</source>
   <translation>Serverfout (500): zijn logboek zegt waarom.</translation>
  </message>
  <message>
   <source>The server is not available ({status}): try again later.</source>
   <translation>De server is niet beschikbaar ({status}): probeer het later.</translation>
  </message>
  <message>
   <source>The server refused the request ({status}).</source>
   <translation>De server heeft het verzoek geweigerd ({status}).</translation>
  </message>
  <message>
   <source>The reply is incomplete or not JSON: check that there is a Terralex server at this address.</source>
   <translation>Het antwoord is afgebroken of geen JSON: is er een Terralex-server op dit adres?</translation>
  </message>
  <message>
   <source>This is more than the server accepts at once: choose a smaller extent.</source>
   <translation>Dat is meer dan de server in één keer aanneemt: kies een kleiner bereik.</translation>
  </message>
  <message>
   <source>The layer with the regions has been removed: search again.</source>
   <translation>De laag met gebieden is verwijderd: zoek opnieuw.</translation>
  </message>
  <message>
   <source>{file} cannot be written: {reason}.</source>
   <translation>{file} kan niet worden geschreven: {reason}.</translation>
  </message>
  <message>
   <source>another program is writing to it</source>
   <translation>een ander programma schrijft erin</translation>
  </message>
  <message>
   <source>the disk is full</source>
   <translation>de schijf is vol</translation>
  </message>
  <message>
   <source>it cannot be opened</source>
   <translation>het kan niet worden geopend</translation>
  </message>
  <message>
   <source>permission denied</source>
   <translation>geen toestemming</translation>
  </message>
  <message>
   <source>Draw an area on the map first.</source>
   <translation>Teken eerst een gebied op de kaart.</translation>
  </message>
  <message>
   <source>The layer {name} is outside this part of the map: zoom to it.</source>
   <translation>De laag {name} ligt niet in dit deel van de kaart: zoom erheen.</translation>
  </message>
  <message>
   <source>The area lies outside the layer {name}.</source>
   <translation>Het gebied ligt buiten de laag {name}.</translation>
  </message>
  <message>
   <source>The selected features lie outside the layer {name}.</source>
   <translation>De geselecteerde objecten liggen buiten de laag {name}.</translation>
  </message>
  <message>
   <source>Similar to the examples</source>
   <translation>Zoals de voorbeelden</translation>
  </message>
  <message>
   <source>Type what to look for, or mark an example on the map.</source>
   <translation>Typ wat u zoekt, of kies een voorbeeld op de kaart.</translation>
  </message>
  <message>
   <source>Search: {what}</source>
   <translation>Zoeken: {what}</translation>
  </message>
  <message>
   <source>Writing {count} regions</source>
   <translation>{count} gebieden worden geschreven</translation>
  </message>
  <message>
   <source>The server is preparing</source>
   <translation>De server maakt zich klaar</translation>
  </message>
  <message>
   <source>Searching</source>
   <translation>Bezig met zoeken</translation>
  </message>
  <message>
   <source>Reading the class names</source>
   <translation>De namen van de klassen worden gelezen</translation>
  </message>
  <message>
   <source>Reading the index</source>
   <translation>De index wordt gelezen</translation>
  </message>
  <message>
   <source>Placing windows over the features</source>
   <translation>Vensters worden over de objecten gelegd</translation>
  </message>
  <message>
   <source>Comparing</source>
   <translation>Bezig met vergelijken</translation>
  </message>
  <message>
   <source>Labelling everything together</source>
   <translation>Alles wordt samen gelabeld</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>Afvlakking</translation>
  </message>
  <message>
   <source>Labelling the area</source>
   <translation>Het gebied wordt gelabeld</translation>
  </message>
  <message>
   <source>Looking for gaps</source>
   <translation>Er wordt naar gaten gezocht</translation>
  </message>
  <message>
   <source>Writing the result</source>
   <translation>Het resultaat wordt geschreven</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Klaar</translation>
  </message>
  <message>
   <source>The server cannot read the layer.</source>
   <translation>De server kan de laag niet lezen.</translation>
  </message>
  <message>
   <source>The layer is not georeferenced.</source>
   <translation>De laag heeft geen georeferentie.</translation>
  </message>
  <message>
   <source>The layer has no pixels here.</source>
   <translation>De laag heeft hier geen pixels.</translation>
  </message>
  <message>
   <source>This lies outside the layer.</source>
   <translation>Dat ligt buiten de laag.</translation>
  </message>
  <message>
   <source>The server cannot use one of the values.</source>
   <translation>De server kan een van de waarden niet gebruiken.</translation>
  </message>
  <message>
   <source>The concept was taught with another model: choose its model in the options.</source>
   <translation>Het concept is met een ander model aangeleerd: kies het bijbehorende model in de opties.</translation>
  </message>
  <message>
   <source>There are no words to search for.</source>
   <translation>Er zijn geen woorden om naar te zoeken.</translation>
  </message>
  <message>
   <source>The server does not have the model.</source>
   <translation>De server heeft dit model niet.</translation>
  </message>
  <message>
   <source>The index of the layer cannot be used.</source>
   <translation>De index van de laag is niet bruikbaar.</translation>
  </message>
  <message>
   <source>The server's disk is full.</source>
   <translation>De schijf van de server is vol.</translation>
  </message>
  <message>
   <source>The server does not have enough memory for this.</source>
   <translation>De server heeft hiervoor te weinig geheugen.</translation>
  </message>
  <message>
   <source>The server is too busy: try again later.</source>
   <translation>De server heeft het te druk: probeer het later.</translation>
  </message>
  <message>
   <source>The server no longer knows the layer: try again.</source>
   <translation>De server kent de laag niet meer: probeer het opnieuw.</translation>
  </message>
  <message>
   <source>The server has no space left for images.</source>
   <translation>De server heeft geen ruimte meer voor beelden.</translation>
  </message>
  <message>
   <source>The server is not allowed to fetch this online layer.</source>
   <translation>De server mag deze onlinelaag niet ophalen.</translation>
  </message>
  <message>
   <source>The server failed: see its log.</source>
   <translation>Serverfout: zijn logboek zegt waarom.</translation>
  </message>
  <message>
   <source>Indexing: {done} of {total} windows</source>
   <translation>Indexeren: {done} van {total} vensters</translation>
  </message>
  <message>
   <source>{done} of {total} windows</source>
   <translation>{done} van {total} vensters</translation>
  </message>
  <message>
   <source>Size of the local server</source>
   <translation>Grootte van de lokale server</translation>
  </message>
  <message>
   <source>An error occurred in the plugin: {error}.</source>
   <translation>Er ging iets mis in de plug-in: {error}.</translation>
  </message>
  <message>
   <source>Teach: {what}</source>
   <translation>Aanleren: {what}</translation>
  </message>
  <message>
   <source>There is nothing to learn from: accept or reject a region first.</source>
   <translation>Er valt niets te leren: accepteer eerst een gebied of wijs er een af.</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: draw one side at a time.</source>
   <translation>Het bereik kruist de datumgrens: teken één kant tegelijk.</translation>
  </message>
  <message>
   <source>Thumbnails of the regions</source>
   <translation>Beelden van de gebieden</translation>
  </message>
  <message>
   <source>The server at {url} did not respond in time: check whether it is busy.</source>
   <translation>De server op {url} antwoordde niet op tijd: controleer of hij bezig is.</translation>
  </message>
  <message>
   <source>The server at {url} does not respond: {reason}.</source>
   <translation>De server op {url} antwoordt niet: {reason}.</translation>
  </message>
  <message>
   <source>Windows of {metres} m are too large to show “{words}” well: choose a smaller extent or smaller windows.</source>
   <translation>Vensters van {metres} m zijn te groot om “{words}” goed te tonen: kies een kleiner bereik of kleinere vensters.</translation>
  </message>
  <message>
   <source>Nothing reaches a relevance of {least} %, the best match has {best} %: try other words or a lower threshold in the options.</source>
   <translation>Niets haalt een relevantie van {least} %, het beste heeft {best} %: probeer andere woorden of een lagere drempel in de opties.</translation>
  </message>
  <message>
   <source>Pixels of {metres} m are too coarse to show “{words}” well.</source>
   <translation>Pixels van {metres} m zijn te grof om “{words}” goed te tonen.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”. The nearest known words: {nearest}.</source>
   <translation>Het model kent de woorden “{words}” niet. De dichtstbijzijnde die het kent: {nearest}.</translation>
  </message>
  <message>
   <source>Nothing was relevant enough: try other words or a lower threshold in the options.</source>
   <translation>Niets was relevant genoeg: probeer andere woorden of een lagere drempel in de opties.</translation>
  </message>
  <message>
   <source>Nothing here looks like “{words}”: the best match has a relevance of {best} %.</source>
   <translation>Niets lijkt hier op “{words}”: het beste heeft een relevantie van {best} %.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”: try other words.</source>
   <translation>Het model kent de woorden “{words}” niet: probeer andere woorden.</translation>
  </message>
  <message>
   <source>Only words or a concept can be saved as a search: type what to look for.</source>
   <translation>Alleen woorden of een concept kunnen als zoekopdracht worden opgeslagen: typ wat u zoekt.</translation>
  </message>
  <message>
   <source>Saved searches</source>
   <translation>Opgeslagen zoekopdrachten</translation>
  </message>
  <message>
   <source>Saved search: {what}</source>
   <translation>Opgeslagen zoekopdracht: {what}</translation>
  </message>
  <message>
   <source>Choose at least one raster layer.</source>
   <translation>Kies minstens één rasterlaag.</translation>
  </message>
  <message>
   <source>More tools for this layer</source>
   <translation>Meer gereedschappen voor deze laag</translation>
  </message>
  <message>
   <source>Compare two dates</source>
   <translation>Twee tijdstippen vergelijken</translation>
  </message>
  <message>
   <source>Count objects</source>
   <translation>Objecten tellen</translation>
  </message>
  <message>
   <source>Search many layers</source>
   <translation>Veel lagen doorzoeken</translation>
  </message>
  <message>
   <source>The Processing plugin is off: enable it in the plugin manager.</source>
   <translation>De plug-in Processing staat uit: schakel deze in via Plug-ins beheren.</translation>
  </message>
  <message>
   <source>{area} m²</source>
   <translation>{area} m²</translation>
  </message>
  <message>
   <source>mean confidence {percent} %</source>
   <translation>gemiddelde zekerheid {percent} %</translation>
  </message>
  <message>
   <source>{area} km²</source>
   <translation>{area} km²</translation>
  </message>
  <message>
   <source>{area} ha</source>
   <translation>{area} ha</translation>
  </message>
  <message>
   <source>Remove the local server? Indexes and results are kept.</source>
   <translation>De lokale server verwijderen? Indexen en resultaten blijven.</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Starten</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Stoppen</translation>
  </message>
  <message>
   <source>Restart</source>
   <translation>Herstarten</translation>
  </message>
  <message>
   <source>Install</source>
   <translation>Installeren</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Annuleren</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Voortgang</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Logboek</translation>
  </message>
  <message>
   <source>Start it with the first search</source>
   <translation>Starten bij de eerste zoekopdracht</translation>
  </message>
  <message>
   <source>the home folder</source>
   <translation>de thuismap</translation>
  </message>
  <message>
   <source>Folders the server can read, separated by {mark}</source>
   <translation>Mappen die de server kan lezen, gescheiden door {mark}</translation>
  </message>
  <message>
   <source>Runs on</source>
   <translation>Draait op</translation>
  </message>
  <message>
   <source>Readable folders</source>
   <translation>Leesbare mappen</translation>
  </message>
  <message>
   <source>A wheel file, a source folder, or a package name</source>
   <translation>Een wheel-bestand, een map met de broncode of de naam van een pakket</translation>
  </message>
  <message>
   <source>detected automatically</source>
   <translation>automatisch gedetecteerd</translation>
  </message>
  <message>
   <source>The Python used to create the server's environment</source>
   <translation>De Python waarmee de omgeving van de server wordt gemaakt</translation>
  </message>
  <message>
   <source>the plugin's own</source>
   <translation>die van de plug-in zelf</translation>
  </message>
  <message>
   <source>A terralex that is there already: its program, or the folder of its environment</source>
   <translation>Een terralex die er al is: het programma of de map van de omgeving</translation>
  </message>
  <message>
   <source>Existing Terralex</source>
   <translation>Bestaande Terralex</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>Installeren uit</translation>
  </message>
  <message>
   <source>Reinstall</source>
   <translation>Opnieuw installeren</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Verwijderen</translation>
  </message>
  <message>
   <source>Installation</source>
   <translation>Installatie</translation>
  </message>
  <message>
   <source>Not installed: needs Python 3.11 or newer and about {size} GB; {free} GB are free.</source>
   <translation>Niet geïnstalleerd: vereist Python 3.11 of nieuwer en ongeveer {size} GB; {free} GB is vrij.</translation>
  </message>
  <message>
   <source>{size} GB</source>
   <translation>{size} GB</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>Kiezen</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automatisch</translation>
  </message>
  <message>
   <source>for the CPU (small)</source>
   <translation>voor de CPU (klein)</translation>
  </message>
  <message>
   <source>for CUDA (large)</source>
   <translation>voor CUDA (groot)</translation>
  </message>
  <message>
   <source>Installed, not running</source>
   <translation>Geïnstalleerd, draait niet</translation>
  </message>
  <message>
   <source>Starting…</source>
   <translation>Start…</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>Draait</translation>
  </message>
  <message>
   <source>Texts that describe the class, separated by semicolons; the name alone is enough</source>
   <translation>Teksten die de klasse beschrijven, gescheiden door puntkomma's; de naam volstaat</translation>
  </message>
  <message>
   <source>your concept</source>
   <translation>uw concept</translation>
  </message>
  <message>
   <source>Double-click to change the colour</source>
   <translation>Dubbelklik om de kleur te wijzigen</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>Klasse</translation>
  </message>
  <message>
   <source>Prompts</source>
   <translation>Teksten</translation>
  </message>
  <message>
   <source>Choose a preset, open a CSV file, or add your own classes: a name is enough.</source>
   <translation>Kies een voorinstelling, open een CSV-bestand of voeg eigen klassen toe: een naam volstaat.</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>Klassen</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation>Kleur van de klasse</translation>
  </message>
  <message>
   <source>Go back to words</source>
   <translation>Terug naar woorden</translation>
  </message>
  <message>
   <source>Concept: {name}</source>
   <translation>Concept: {name}</translation>
  </message>
  <message>
   <source>{accepted} accepted, {rejected} rejected, {model}</source>
   <translation>{accepted} geaccepteerd, {rejected} afgewezen, {model}</translation>
  </message>
  <message>
   <source>{time}: {new} new, {gone} gone, {unchanged} unchanged</source>
   <translation>{time}: {new} nieuw, {gone} verdwenen, {unchanged} ongewijzigd</translation>
  </message>
  <message>
   <source>not run yet</source>
   <translation>nog niet uitgevoerd</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>Wordt gestopt</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>Gestopt.</translation>
  </message>
  <message>
   <source>Starting the local server</source>
   <translation>De lokale server wordt gestart</translation>
  </message>
  <message>
   <source>Contacting the server</source>
   <translation>Vraag aan de server</translation>
  </message>
  <message>
   <source>Let the server read this folder</source>
   <translation>De server deze map laten lezen</translation>
  </message>
  <message>
   <source>Search the map by text</source>
   <translation>De kaart met woorden doorzoeken</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Zoeken</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>Labels</translation>
  </message>
  <message>
   <source>Saved</source>
   <translation>Opgeslagen</translation>
  </message>
  <message>
   <source>Terralex options</source>
   <translation>Opties van Terralex</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Help</translation>
  </message>
  <message>
   <source>Draw a box around an example on the map</source>
   <translation>Een kader om een voorbeeld op de kaart tekenen</translation>
  </message>
  <message>
   <source>Draw a box around a counter-example on the map</source>
   <translation>Een kader om een tegenvoorbeeld op de kaart tekenen</translation>
  </message>
  <message>
   <source>Take the selected features as examples</source>
   <translation>De geselecteerde objecten als voorbeelden nemen</translation>
  </message>
  <message>
   <source>Clear the examples</source>
   <translation>Voorbeelden wissen</translation>
  </message>
  <message>
   <source>Take the selected features as counter-examples</source>
   <translation>De geselecteerde objecten als tegenvoorbeelden nemen</translation>
  </message>
  <message>
   <source>This lies outside the layer {name}: draw the box on the layer.</source>
   <translation>Dat ligt buiten de laag {name}: teken het kader erop.</translation>
  </message>
  <message>
   <source>Draw a box on the map</source>
   <translation>Teken een kader op de kaart</translation>
  </message>
  <message>
   <source>{like} positive, {unlike} negative examples</source>
   <translation>{like} positieve, {unlike} negatieve voorbeelden</translation>
  </message>
  <message>
   <source>Examples (optional)</source>
   <translation>Voorbeelden (optioneel)</translation>
  </message>
  <message>
   <source>One class was found.</source>
   <translation>Eén klasse gevonden.</translation>
  </message>
  <message>
   <source>{count} classes were found.</source>
   <translation>{count} klassen gevonden.</translation>
  </message>
  <message>
   <source>This feature has no label.</source>
   <translation>Dit object heeft geen label.</translation>
  </message>
  <message>
   <source>{what} (raster)</source>
   <translation>{what} (raster)</translation>
  </message>
  <message>
   <source>The layer with the labels has been removed: label again.</source>
   <translation>De laag met de labels is verwijderd: label opnieuw.</translation>
  </message>
  <message>
   <source>This place has no label.</source>
   <translation>Deze plek heeft geen label.</translation>
  </message>
  <message>
   <source>Own classes</source>
   <translation>Eigen klassen</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>Labelen</translation>
  </message>
  <message>
   <source>Extent of the map</source>
   <translation>Kaartbereik</translation>
  </message>
  <message>
   <source>Whole layer</source>
   <translation>Hele laag</translation>
  </message>
  <message>
   <source>Features of a polygon layer</source>
   <translation>Objecten van een polygonenlaag</translation>
  </message>
  <message>
   <source>Selected only</source>
   <translation>Alleen geselecteerde</translation>
  </message>
  <message>
   <source>Polygons</source>
   <translation>Polygonen</translation>
  </message>
  <message>
   <source>Preset</source>
   <translation>Voorinstelling</translation>
  </message>
  <message>
   <source>Preset…</source>
   <translation>Voorinstelling…</translation>
  </message>
  <message>
   <source>Add a class</source>
   <translation>Een klasse toevoegen</translation>
  </message>
  <message>
   <source>Remove the selected classes</source>
   <translation>De geselecteerde klassen verwijderen</translation>
  </message>
  <message>
   <source>Load classes from CSV</source>
   <translation>Klassen uit CSV openen</translation>
  </message>
  <message>
   <source>Save classes as CSV</source>
   <translation>Klassen als CSV opslaan</translation>
  </message>
  <message>
   <source>Add one of your concepts as a class</source>
   <translation>Een van uw concepten als klasse toevoegen</translation>
  </message>
  <message>
   <source>Below this confidence (0 to 1), the label is "other"</source>
   <translation>Wat minder zeker is dan dit, van 0 tot 1, hoort bij geen van de klassen</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>automatisch</translation>
  </message>
  <message>
   <source>Influence of overlapping windows on each other, from 0 to 1</source>
   <translation>Hoe sterk overlappende vensters elkaar beïnvloeden, van 0 tot 1</translation>
  </message>
  <message>
   <source>Label everything together</source>
   <translation>Alles samen labelen</translation>
  </message>
  <message>
   <source>Transduction: windows support each other's classes; often better, sometimes worse</source>
   <translation>Transductie: vensters helpen elkaar aan hun klasse; vaak beter, soms slechter</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Meer</translation>
  </message>
  <message>
   <source>{file} cannot be read: check that it exists and is UTF-8.</source>
   <translation>{file} kan niet worden gelezen: controleer of het er is en UTF-8 is.</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>Laag</translation>
  </message>
  <message>
   <source>"Other" below</source>
   <translation>"Overig" onder</translation>
  </message>
  <message>
   <source>Save the area of each class as CSV</source>
   <translation>Oppervlakte per klasse opslaan als CSV</translation>
  </message>
  <message>
   <source>Click features on the map to see their three best classes</source>
   <translation>Op objecten op de kaart klikken om hun drie beste klassen te zien</translation>
  </message>
  <message>
   <source>Three best classes on click</source>
   <translation>Beste drie klassen bij een klik</translation>
  </message>
  <message>
   <source>Draw areas paler where their class is less certain</source>
   <translation>Vlakken bleker tekenen waar de klasse minder zeker is</translation>
  </message>
  <message>
   <source>Set up the server</source>
   <translation>De server instellen</translation>
  </message>
  <message>
   <source>Delete all indexes? The next search of each layer will take longer. Results are kept.</source>
   <translation>Alle indexen wissen? De volgende zoekopdracht in elke laag duurt weer langer. Resultaten blijven.</translation>
  </message>
  <message>
   <source>Copied.</source>
   <translation>Gekopieerd.</translation>
  </message>
  <message>
   <source>The server responds and accepts the token.</source>
   <translation>De server antwoordt en accepteert het token.</translation>
  </message>
  <message>
   <source>Server default</source>
   <translation>Standaard van de server</translation>
  </message>
  <message>
   <source>Server</source>
   <translation>Server</translation>
  </message>
  <message>
   <source>On this machine</source>
   <translation>Op deze machine</translation>
  </message>
  <message>
   <source>Another server, for example one with a GPU</source>
   <translation>Een andere, bijvoorbeeld een met GPU</translation>
  </message>
  <message>
   <source>As printed by terralex serve when it started</source>
   <translation>Wat terralex serve bij het starten toonde</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Adres</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>Token</translation>
  </message>
  <message>
   <source>Test connection</source>
   <translation>Verbinding testen</translation>
  </message>
  <message>
   <source>Searches and labels</source>
   <translation>Zoeken en labels</translation>
  </message>
  <message>
   <source>Same as QGIS</source>
   <translation>Zoals QGIS</translation>
  </message>
  <message>
   <source>Per search</source>
   <translation>Per zoekopdracht</translation>
  </message>
  <message>
   <source>Less relevant regions are not requested</source>
   <translation>Wat minder relevant is, wordt niet eens opgevraagd</translation>
  </message>
  <message>
   <source> million</source>
   <translation> miljoen</translation>
  </message>
  <message>
   <source>For layers that QGIS has to render for the server, such as online layers</source>
   <translation>Van lagen die QGIS voor de server moet tekenen, zoals onlinelagen</translation>
  </message>
  <message>
   <source>Takes effect when QGIS is restarted</source>
   <translation>Vanaf de volgende start van QGIS</translation>
  </message>
  <message>
   <source>Stored on this machine</source>
   <translation>Bewaard op deze machine</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Wissen</translation>
  </message>
  <message>
   <source>Delete indexes and images</source>
   <translation>Indexen en beelden wissen</translation>
  </message>
  <message>
   <source>Search history</source>
   <translation>Zoekgeschiedenis</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Wissen</translation>
  </message>
  <message>
   <source>Clear search history</source>
   <translation>Zoekgeschiedenis wissen</translation>
  </message>
  <message>
   <source>Troubleshooting</source>
   <translation>Problemen oplossen</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>Diagnose kopiëren</translation>
  </message>
  <message>
   <source>Versions, settings and log, without paths or secrets</source>
   <translation>Versies, instellingen en logboek, zonder paden en geheimen</translation>
  </message>
  <message>
   <source>QGIS stores the token encrypted in its authentication database.</source>
   <translation>QGIS bewaart het token versleuteld in zijn authenticatiedatabase.</translation>
  </message>
  <message>
   <source>Indexes and images of the local server</source>
   <translation>Indexen en beelden van de lokale server</translation>
  </message>
  <message>
   <source>Indexes and images of the local server: {size} MB</source>
   <translation>Indexen en beelden van de lokale server: {size} MB</translation>
  </message>
  <message>
   <source>The search history has been cleared.</source>
   <translation>De zoekgeschiedenis is gewist.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Model</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Taal</translation>
  </message>
  <message>
   <source>Maximum regions</source>
   <translation>Hoogste aantal gebieden</translation>
  </message>
  <message>
   <source>Minimum relevance</source>
   <translation>Laagste relevantie</translation>
  </message>
  <message>
   <source>Maximum pixels sent</source>
   <translation>Hoogste aantal verzonden pixels</translation>
  </message>
  <message>
   <source>Server time-out</source>
   <translation>Time-out van de server</translation>
  </message>
  <message>
   <source>stored by QGIS</source>
   <translation>bewaard door QGIS</translation>
  </message>
  <message>
   <source>{title} (will be downloaded)</source>
   <translation>{title} (wordt gedownload)</translation>
  </message>
  <message>
   <source>Both dates side by side</source>
   <translation>Beide tijdstippen naast elkaar</translation>
  </message>
  <message>
   <source>The earlier date is on the left, the later one on the right.</source>
   <translation>Het eerdere tijdstip staat links, het latere rechts.</translation>
  </message>
  <message>
   <source>What to look for</source>
   <translation>Wat zoekt u</translation>
  </message>
  <message>
   <source>{size} m</source>
   <translation>{size} m</translation>
  </message>
  <message>
   <source>Regions</source>
   <translation>Gebieden</translation>
  </message>
  <message>
   <source>Zoom to the region</source>
   <translation>Zoomen naar het gebied</translation>
  </message>
  <message>
   <source>Accept the region (A)</source>
   <translation>Het gebied accepteren (A)</translation>
  </message>
  <message>
   <source>Reject the region (R)</source>
   <translation>Het gebied afwijzen (R)</translation>
  </message>
  <message>
   <source>Undo (Ctrl+Z)</source>
   <translation>Ongedaan maken (Ctrl+Z)</translation>
  </message>
  <message>
   <source>Search for more like this</source>
   <translation>Zoeken naar meer zoals dit</translation>
  </message>
  <message>
   <source>Regions appear here, best first.</source>
   <translation>Hier verschijnen de gebieden, de beste eerst.</translation>
  </message>
  <message>
   <source>Enter: next region, and the map follows</source>
   <translation>Enter: het volgende, en de kaart volgt</translation>
  </message>
  <message>
   <source>A: accept, R: reject</source>
   <translation>A: accepteren, R: afwijzen</translation>
  </message>
  <message>
   <source>Region {rank}, relevance {percent} %</source>
   <translation>Gebied {rank}, relevantie {percent} %</translation>
  </message>
  <message>
   <source>{size} m regions, cosine {score}</source>
   <translation>Gebieden van {size} m, cosinus {score}</translation>
  </message>
  <message>
   <source>Below the threshold: candidate</source>
   <translation>Onder de drempel: een kandidaat</translation>
  </message>
  <message>
   <source>Accepted</source>
   <translation>Geaccepteerd</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>Afgewezen</translation>
  </message>
  <message>
   <source>Save this search</source>
   <translation>Deze zoekopdracht opslaan</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Naam</translation>
  </message>
  <message>
   <source>Raster layers</source>
   <translation>Rasterlagen</translation>
  </message>
  <message>
   <source>All rasters in their folders, including later ones</source>
   <translation>Alle rasters in hun mappen, ook latere</translation>
  </message>
  <message>
   <source>The server runs it automatically while it is running</source>
   <translation>De server voert deze zelf uit zolang hij draait</translation>
  </message>
  <message>
   <source>Interval</source>
   <translation>Hoe vaak</translation>
  </message>
  <message>
   <source>Only manually</source>
   <translation>Alleen handmatig</translation>
  </message>
  <message>
   <source>Every hour</source>
   <translation>Elk uur</translation>
  </message>
  <message>
   <source>Every day</source>
   <translation>Elke dag</translation>
  </message>
  <message>
   <source>Every week</source>
   <translation>Elke week</translation>
  </message>
  <message>
   <source>Concepts and saved searches</source>
   <translation>Concepten en opgeslagen zoekopdrachten</translation>
  </message>
  <message>
   <source>Save the marks as a concept ...</source>
   <translation>Markeringen als concept opslaan ...</translation>
  </message>
  <message>
   <source>Save this search ...</source>
   <translation>Deze zoekopdracht opslaan ...</translation>
  </message>
  <message>
   <source>Show everything saved</source>
   <translation>Alles wat is opgeslagen tonen</translation>
  </message>
  <message>
   <source>No concept is saved yet</source>
   <translation>Er is nog geen concept opgeslagen</translation>
  </message>
  <message>
   <source>Save the marks as a concept</source>
   <translation>Markeringen als concept opslaan</translation>
  </message>
  <message>
   <source>{name} is saved. Regions so far: {count}.</source>
   <translation>{name} is opgeslagen. Gebieden tot nu toe: {count}.</translation>
  </message>
  <message>
   <source>{name}: {new} new, {gone} gone, {unchanged} unchanged. {looked_at} of {layers} layers had changed.</source>
   <translation>{name}: {new} nieuw, {gone} verdwenen, {unchanged} ongewijzigd. {looked_at} van {layers} lagen waren veranderd.</translation>
  </message>
  <message>
   <source>Name of the concept</source>
   <translation>Naam van het concept</translation>
  </message>
  <message>
   <source>{name} is saved: taught by {accepted} accepted and {rejected} rejected.</source>
   <translation>{name} is opgeslagen: aangeleerd met {accepted} geaccepteerde en {rejected} afgewezen gebieden.</translation>
  </message>
  <message>
   <source>Import concepts</source>
   <translation>Concepten importeren</translation>
  </message>
  <message>
   <source>Concepts (*.tlx)</source>
   <translation>Concepten (*.tlx)</translation>
  </message>
  <message>
   <source>Export the concept</source>
   <translation>Concept exporteren</translation>
  </message>
  <message>
   <source>{name} was exported to {file}.</source>
   <translation>{name} is geëxporteerd naar {file}.</translation>
  </message>
  <message>
   <source>There is already a concept {name}. Replace it?</source>
   <translation>Er is al een concept {name}. Vervangen?</translation>
  </message>
  <message>
   <source>Delete the concept {name}?</source>
   <translation>Concept {name} verwijderen?</translation>
  </message>
  <message>
   <source>Delete the saved search {name}?</source>
   <translation>Opgeslagen zoekopdracht {name} verwijderen?</translation>
  </message>
  <message>
   <source>Accept and reject regions, then save the marks as a concept with the button next to Search.</source>
   <translation>Accepteer gebieden of wijs ze af en sla de markeringen daarna als concept op met de knop naast Zoeken.</translation>
  </message>
  <message>
   <source>Save a search with the button next to Search, and run it again when there is new imagery.</source>
   <translation>Sla een zoekopdracht op met de knop naast Zoeken en voer deze opnieuw uit als er nieuwe beelden zijn.</translation>
  </message>
  <message>
   <source>Concepts</source>
   <translation>Concepten</translation>
  </message>
  <message>
   <source>Search by the concept</source>
   <translation>Zoeken met het concept</translation>
  </message>
  <message>
   <source>Add the concept to the classes</source>
   <translation>Concept aan de klassen toevoegen</translation>
  </message>
  <message>
   <source>Delete the concept</source>
   <translation>Concept verwijderen</translation>
  </message>
  <message>
   <source>Run the search again and show what is new</source>
   <translation>Zoekopdracht opnieuw uitvoeren en tonen wat nieuw is</translation>
  </message>
  <message>
   <source>Show the result of the server's last automatic run</source>
   <translation>Tonen wat de server vond toen hij de zoekopdracht voor het laatst zelf uitvoerde</translation>
  </message>
  <message>
   <source>Refresh the list of saved searches</source>
   <translation>Lijst met opgeslagen zoekopdrachten vernieuwen</translation>
  </message>
  <message>
   <source>Delete the saved search</source>
   <translation>Opgeslagen zoekopdracht verwijderen</translation>
  </message>
  <message>
   <source>Run again</source>
   <translation>Opnieuw uitvoeren</translation>
  </message>
  <message>
   <source>One region was found.</source>
   <translation>Eén gebied gevonden.</translation>
  </message>
  <message>
   <source>{windows} windows are indexed.</source>
   <translation>{windows} vensters zijn geïndexeerd.</translation>
  </message>
  <message>
   <source>{count} regions were found.</source>
   <translation>{count} gebieden gevonden.</translation>
  </message>
  <message>
   <source>Accept at least one region first (A).</source>
   <translation>Accepteer eerst ten minste één gebied (A).</translation>
  </message>
  <message>
   <source>The heat map has been added: the stronger the colour, the better the match.</source>
   <translation>De heatmap staat op de kaart: hoe sterker de kleur, hoe beter het past.</translation>
  </message>
  <message>
   <source>The best candidates are shown faded.</source>
   <translation>De beste kandidaten worden vaag getoond.</translation>
  </message>
  <message>
   <source>but not … (car park; road)</source>
   <translation>maar niet … (parkeerplaats; weg)</translation>
  </message>
  <message>
   <source>But not</source>
   <translation>Maar niet</translation>
  </message>
  <message>
   <source>Things that look similar but are not wanted; separate phrases with semicolons</source>
   <translation>Wat erop lijkt maar niet bedoeld is; scheid uitdrukkingen met puntkomma's</translation>
  </message>
  <message>
   <source>What to look for: airport, 저수지 …</source>
   <translation>Wat zoekt u: luchthaven, 저수지 …</translation>
  </message>
  <message>
   <source>Selected features</source>
   <translation>Geselecteerde objecten</translation>
  </message>
  <message>
   <source>Drawn area</source>
   <translation>Getekend gebied</translation>
  </message>
  <message>
   <source>Draw the area to search on the map</source>
   <translation>Het te doorzoeken gebied op de kaart tekenen</translation>
  </message>
  <message>
   <source>Selected features of the active polygon layer</source>
   <translation>Geselecteerde objecten van de huidige polygonenlaag</translation>
  </message>
  <message>
   <source>Side length of the regions on the ground in metres; several values are allowed</source>
   <translation>Zijde van de gebieden op de grond in meters; meer waarden zijn mogelijk</translation>
  </message>
  <message>
   <source>Shape of the regions</source>
   <translation>Vorm van de gebieden</translation>
  </message>
  <message>
   <source>Relevance</source>
   <translation>Relevantie</translation>
  </message>
  <message>
   <source>Hides less relevant regions in the list and on the map</source>
   <translation>Verbergt wat minder relevant is, in de lijst en op de kaart</translation>
  </message>
  <message>
   <source>Filter regions</source>
   <translation>Gebieden filteren</translation>
  </message>
  <message>
   <source>Sort regions</source>
   <translation>Gebieden sorteren</translation>
  </message>
  <message>
   <source>Gallery of large images</source>
   <translation>Galerij met grote afbeeldingen</translation>
  </message>
  <message>
   <source>Zoom back to the searched area</source>
   <translation>Terug naar het doorzochte gebied</translation>
  </message>
  <message>
   <source>Heat map: how well each place matches</source>
   <translation>Heatmap: hoe goed elke plek past</translation>
  </message>
  <message>
   <source>Search again, with the accepted and rejected regions as examples</source>
   <translation>Zoekt opnieuw, met wat geaccepteerd en afgewezen is als voorbeelden</translation>
  </message>
  <message>
   <source>More like the accepted ones</source>
   <translation>Meer zoals deze zoeken</translation>
  </message>
  <message>
   <source>Export the accepted regions</source>
   <translation>De geaccepteerde gebieden exporteren</translation>
  </message>
  <message>
   <source>from {percent} %: {shown} of {count}</source>
   <translation>vanaf {percent} %: {shown} van {count}</translation>
  </message>
  <message>
   <source>Where</source>
   <translation>Waar</translation>
  </message>
  <message>
   <source>Merged</source>
   <translation>Samengevoegd</translation>
  </message>
  <message>
   <source>Single windows</source>
   <translation>Losse vensters</translation>
  </message>
  <message>
   <source>Outlines</source>
   <translation>Omtrekken</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Grootte</translation>
  </message>
  <message>
   <source>Shape</source>
   <translation>Vorm</translation>
  </message>
  <message>
   <source>All regions</source>
   <translation>Alle gebieden</translation>
  </message>
  <message>
   <source>Unmarked</source>
   <translation>Nog niet gemarkeerd</translation>
  </message>
  <message>
   <source>Best first</source>
   <translation>Beste eerst</translation>
  </message>
  <message>
   <source>Accepted first</source>
   <translation>Geaccepteerde eerst</translation>
  </message>
  <message>
   <source>or other words</source>
   <translation>of andere woorden</translation>
  </message>
  <message>
   <source>One accepted region was exported to {file}.</source>
   <translation>Eén geaccepteerd gebied geëxporteerd naar {file}.</translation>
  </message>
  <message>
   <source>{count} accepted regions were exported to {file}.</source>
   <translation>{count} geaccepteerde gebieden geëxporteerd naar {file}.</translation>
  </message>
  <message>
   <source>Search the map for {what}</source>
   <translation>De kaart doorzoeken op {what}</translation>
  </message>
  <message>
   <source>Matching names</source>
   <translation>Passende namen</translation>
  </message>
  <message>
   <source>Search this layer by text</source>
   <translation>Deze laag met woorden doorzoeken</translation>
  </message>
  <message>
   <source>Label this layer</source>
   <translation>Deze laag labelen</translation>
  </message>
  <message>
   <source>Index this layer</source>
   <translation>Deze laag indexeren</translation>
  </message>
  <message>
   <source>Region sizes in metres, separated by commas</source>
   <translation>Groottes van de gebieden in meters, gescheiden door komma's</translation>
  </message>
  <message>
   <source>Pixel size in metres if the layer has to be rendered</source>
   <translation>Pixelgrootte in meters als de laag getekend moet worden</translation>
  </message>
  <message>
   <source>Raster layer</source>
   <translation>Rasterlaag</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>Bereik</translation>
  </message>
  <message>
   <source>The extent does not intersect the layer {name}.</source>
   <translation>Het bereik raakt de laag {name} niet.</translation>
  </message>
  <message>
   <source>{text} is not a list of numbers: write it like 100, 200.</source>
   <translation>{text} is geen lijst van getallen: schrijf haar als 100, 200.</translation>
  </message>
  <message>
   <source>Finds what a text names in a later layer but not in an earlier one of the same place, or the other way round: new buildings, lost forest. The resolution and CRS of the layers may differ; differences in season or light and shifts of a few pixels do not count as change.</source>
   <translation>Vindt wat een tekst noemt en wat in een latere laag staat maar niet in een eerdere van dezelfde plek, of andersom: nieuwe gebouwen, verdwenen bos. Resolutie en referentiesysteem van de lagen mogen verschillen; seizoen, licht en een verschuiving van enkele pixels zijn geen verandering.</translation>
  </message>
  <message>
   <source>From the text, otherwise both</source>
   <translation>Zoals de tekst zegt, anders beide</translation>
  </message>
  <message>
   <source>Appeared</source>
   <translation>Verschenen</translation>
  </message>
  <message>
   <source>Disappeared</source>
   <translation>Verdwenen</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>Beide</translation>
  </message>
  <message>
   <source>Change heat map</source>
   <translation>Veranderingskaart</translation>
  </message>
  <message>
   <source>Raster layer of the earlier date</source>
   <translation>Rasterlaag van het eerdere tijdstip</translation>
  </message>
  <message>
   <source>Direction</source>
   <translation>Richting</translation>
  </message>
  <message>
   <source>Number of regions</source>
   <translation>Aantal gebieden</translation>
  </message>
  <message>
   <source>Compare labels with a reference</source>
   <translation>Labels met een referentie vergelijken</translation>
  </message>
  <message>
   <source>Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall and F1 by class. By feature, each reference polygon gets the label of the polygon at a point inside it; by area, the overlapping area is counted, in square units of the reference layer's CRS.</source>
   <translation>Vergelijkt gelabelde polygonen met een referentielaag: verwarringsmatrix, nauwkeurigheid, kappa, precisie, volledigheid en F1 per klasse. Per object krijgt een referentiepolygoon het label van de polygoon op een punt erbinnen; per oppervlak telt het gedeelde oppervlak, in vierkante eenheden van het systeem van de referentie.</translation>
  </message>
  <message>
   <source>Labels and reference</source>
   <translation>Labels en referentie</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>Nauwkeurigheid</translation>
  </message>
  <message>
   <source>Mean F1</source>
   <translation>Gemiddelde F1</translation>
  </message>
  <message>
   <source>Compared</source>
   <translation>Vergeleken</translation>
  </message>
  <message>
   <source>Confusion matrix</source>
   <translation>Verwarringsmatrix</translation>
  </message>
  <message>
   <source>Rows are the reference, columns the labels; the darker, the larger the share of the row.</source>
   <translation>Rijen zijn de referentie, kolommen de labels; hoe donkerder, hoe groter het aandeel in de rij.</translation>
  </message>
  <message>
   <source>By class</source>
   <translation>Per klasse</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>Precisie</translation>
  </message>
  <message>
   <source>Recall</source>
   <translation>Recall</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Referentie</translation>
  </message>
  <message>
   <source>By feature</source>
   <translation>Per object</translation>
  </message>
  <message>
   <source>By area</source>
   <translation>Per oppervlak</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Verslag</translation>
  </message>
  <message>
   <source>Accuracy {accuracy}, mean F1 {f1}</source>
   <translation>Nauwkeurigheid {accuracy}, gemiddelde F1 {f1}</translation>
  </message>
  <message>
   <source>Field with the label</source>
   <translation>Veld met het label</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>Veld met de klasse</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>Tellen</translation>
  </message>
  <message>
   <source>Labels and reference do not overlap: check both layers.</source>
   <translation>Labels en referentie overlappen elkaar niet: controleer beide lagen.</translation>
  </message>
  <message>
   <source>Give words or a concept, not both: a concept already contains the words it was taught with.</source>
   <translation>Geef woorden of een concept, niet beide: een concept bevat al de woorden waarmee het is aangeleerd.</translation>
  </message>
  <message>
   <source>Type what to look for, or choose a concept.</source>
   <translation>Typ wat u zoekt, of kies een concept.</translation>
  </message>
  <message>
   <source>Counts what a text names, such as cars or pools, in a layer or in each polygon of a zone layer, with an interval that shows how certain the count is. A message says when objects are too small for the pixels of the layer.</source>
   <translation>Telt wat een tekst noemt, zoals auto's of zwembaden, in een laag of in elke polygoon van een zonelaag, met een interval dat zegt hoe zeker het aantal is. Wat te klein is voor de pixels van de laag, wordt gemeld.</translation>
  </message>
  <message>
   <source>About {count}, probably {low} to {high}.</source>
   <translation>Ongeveer {count}, waarschijnlijk {low} tot {high}.</translation>
  </message>
  <message>
   <source>No number: the model is too unsure of what it sees. There may be {low} to {high}.</source>
   <translation>Geen aantal: het model is te onzeker over wat het ziet. Het kunnen er {low} tot {high} zijn.</translation>
  </message>
  <message>
   <source>At least {low}: they may stand too close together to be counted one by one.</source>
   <translation>Minstens {low}: misschien staan ze te dicht op elkaar om ze één voor één te tellen.</translation>
  </message>
  <message>
   <source>Zones</source>
   <translation>Zones</translation>
  </message>
  <message>
   <source>Objects</source>
   <translation>Objecten</translation>
  </message>
  <message>
   <source>Expected count</source>
   <translation>Verwacht aantal</translation>
  </message>
  <message>
   <source>Give zones as polygons.</source>
   <translation>Geef de zones als polygonen.</translation>
  </message>
  <message>
   <source>Similarity heat map</source>
   <translation>Heatmap van gelijkenis</translation>
  </message>
  <message>
   <source>Maps how well each place of a layer matches a text, as a single-band raster.</source>
   <translation>Tekent hoe goed elke plek van een laag bij een tekst past, als raster met één band.</translation>
  </message>
  <message>
   <source>Or a taught concept</source>
   <translation>Of een aangeleerd concept</translation>
  </message>
  <message>
   <source>Heat map</source>
   <translation>Heatmap</translation>
  </message>
  <message>
   <source>Index layer</source>
   <translation>Laag indexeren</translation>
  </message>
  <message>
   <source>Prepares a layer so that searching it is fast. An interrupted run continues where it stopped.</source>
   <translation>Bereidt een laag voor, zodat zoeken erin snel gaat. Na een onderbreking gaat het verder waar het ophield.</translation>
  </message>
  <message>
   <source>Windows</source>
   <translation>Vensters</translation>
  </message>
  <message>
   <source>Label features</source>
   <translation>Objecten labelen</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to each polygon, from what the raster layer shows there, without training. All attributes are kept; label, score, margin and the three best classes are appended.</source>
   <translation>Geeft elke polygoon een van de genoemde klassen naar wat de rasterlaag daar toont, zonder training. Alle attributen blijven; label, score, marge en de beste drie klassen komen erbij.</translation>
  </message>
  <message>
   <source>Labelled features</source>
   <translation>Gelabelde objecten</translation>
  </message>
  <message>
   <source>There is no preset {name}: choose one of {known}.</source>
   <translation>Er is geen voorinstelling {name}: kies een van {known}.</translation>
  </message>
  <message>
   <source>Label raster layer</source>
   <translation>Rasterlaag labelen</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to every place of a layer, without training: as areas, and as a raster with the confidence in its second band. Classes are names separated by semicolons, preset:NAME, or a CSV file.</source>
   <translation>Geeft elke plek van een laag een van de genoemde klassen, zonder training: als vlakken en als raster waarvan de tweede band de zekerheid is. Klassen zijn namen gescheiden door puntkomma's, preset:NAME of een CSV-bestand.</translation>
  </message>
  <message>
   <source>Confidence below which it is "other"</source>
   <translation>Zekerheid waaronder het "overig" is</translation>
  </message>
  <message>
   <source>Class raster</source>
   <translation>Klassenraster</translation>
  </message>
  <message>
   <source>Areas</source>
   <translation>Vlakken</translation>
  </message>
  <message>
   <source>Concepts as additional classes</source>
   <translation>Concepten als extra klassen</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: label one side at a time.</source>
   <translation>Het bereik kruist de datumgrens: label één kant tegelijk.</translation>
  </message>
  <message>
   <source>Run a saved search</source>
   <translation>Opgeslagen zoekopdracht uitvoeren</translation>
  </message>
  <message>
   <source>Searches the layers of a saved search that are new or have changed since its last run, and reports which regions are new, gone or unchanged. Searches are saved in the dock, or by the algorithm Search many layers.</source>
   <translation>Bekijkt alleen de lagen van een opgeslagen zoekopdracht die nieuw zijn of sinds de laatste keer zijn veranderd, en zegt welke gebieden nieuw, verdwenen of ongewijzigd zijn. Zoekopdrachten worden opgeslagen in het paneel of met het algoritme Veel lagen doorzoeken.</translation>
  </message>
  <message>
   <source>{new} new, {gone} gone, {unchanged} unchanged.</source>
   <translation>{new} nieuw, {gone} verdwenen, {unchanged} ongewijzigd.</translation>
  </message>
  <message>
   <source>There is no saved search {name}: the server knows {known}.</source>
   <translation>Er is geen opgeslagen zoekopdracht {name}: de server kent {known}.</translation>
  </message>
  <message>
   <source>Name of the saved search</source>
   <translation>Naam van de opgeslagen zoekopdracht</translation>
  </message>
  <message>
   <source>Search by text</source>
   <translation>Zoeken met woorden</translation>
  </message>
  <message>
   <source>Finds regions of a layer that match a text, in any of ten languages, best first. Separate phrases with the same meaning by semicolons. A layer that is not indexed yet is indexed first.</source>
   <translation>Vindt gebieden van een laag die een tekst noemt, in tien talen, de beste eerst. Uitdrukkingen met dezelfde betekenis worden gescheiden door puntkomma's. Een nog niet geïndexeerde laag wordt eerst geïndexeerd.</translation>
  </message>
  <message>
   <source>Merged windows</source>
   <translation>Samengevoegde vensters</translation>
  </message>
  <message>
   <source>Shape of regions</source>
   <translation>Vorm van de gebieden</translation>
  </message>
  <message>
   <source>Finds what a text names in many raster layers and returns all regions in one table, most relevant first, with the layer of each. If a layer cannot be searched, the reason is reported and the others are still searched.</source>
   <translation>Vindt wat een tekst noemt in veel rasterlagen en zet de gebieden van alle lagen in één tabel, de meest relevante eerst, elk met zijn laag. Kan een laag niet worden doorzocht, dan wordt de reden gemeld; de andere worden toch doorzocht.</translation>
  </message>
  <message>
   <source>Save the search under this name</source>
   <translation>Zoekopdracht onder deze naam opslaan</translation>
  </message>
  <message>
   <source>Find similar regions</source>
   <translation>Vergelijkbare gebieden vinden</translation>
  </message>
  <message>
   <source>Finds regions that look like the given polygons and unlike others. All polygons count.</source>
   <translation>Vindt gebieden die op de gegeven polygonen lijken en niet op andere. Ze tellen allemaal.</translation>
  </message>
  <message>
   <source>Examples</source>
   <translation>Voorbeelden</translation>
  </message>
  <message>
   <source>Counter-examples</source>
   <translation>Tegenvoorbeelden</translation>
  </message>
  <message>
   <source>{what}: at most {most} polygons are allowed, select some of them.</source>
   <translation>{what}: hoogstens {most} polygonen, selecteer er een paar.</translation>
  </message>
  <message>
   <source>Words that describe the same thing</source>
   <translation>Andere woorden voor hetzelfde</translation>
  </message>
  <message>
   <source>There are no examples: give a layer with at least one polygon.</source>
   <translation>Er zijn geen voorbeelden: geef een laag met minstens één polygoon.</translation>
  </message>
  <message>
   <source>Teach a concept</source>
   <translation>Een concept aanleren</translation>
  </message>
  <message>
   <source>Learns a concept from accepted and rejected places and from words, and writes it to a small file: it can then be used to search and label, on this layer and on others.</source>
   <translation>Leert uit geaccepteerde en afgewezen plekken en uit woorden wat er bedoeld wordt, en schrijft het in een klein bestand: met het concept kan daarna worden gezocht en gelabeld, op deze laag en op andere.</translation>
  </message>
  <message>
   <source>Accepted places</source>
   <translation>Geaccepteerde plekken</translation>
  </message>
  <message>
   <source>Rejected places</source>
   <translation>Afgewezen plekken</translation>
  </message>
  <message>
   <source>Concept to continue teaching</source>
   <translation>Concept om verder aan te leren</translation>
  </message>
  <message>
   <source>Concept</source>
   <translation>Concept</translation>
  </message>
  <message>
   <source>There is nothing to learn from: give accepted or rejected places.</source>
   <translation>Er is niets om van te leren: geef geaccepteerde of afgewezen plekken.</translation>
  </message>
  <message>
   <source>Airports and ports</source>
   <translation>Luchthavens en havens</translation>
  </message>
  <message>
   <source>CORINE land cover, level 1</source>
   <translation>CORINE-landbedekking, niveau 1</translation>
  </message>
  <message>
   <source>CORINE land cover, level 2</source>
   <translation>CORINE-landbedekking, niveau 2</translation>
  </message>
  <message>
   <source>Disaster damage</source>
   <translation>Rampschade</translation>
  </message>
  <message>
   <source>EuroSAT</source>
   <translation>EuroSAT</translation>
  </message>
  <message>
   <source>RSICD scene labels</source>
   <translation>RSICD-scènelabels</translation>
  </message>
  <message>
   <source>Rendered sample</source>
   <translation>Gerenderd voorbeeld</translation>
  </message>
  <message>
   <source>UC Merced Land Use</source>
   <translation>UC Merced landgebruik</translation>
  </message>
 </context>
</TS>
