<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="it" sourcelanguage="en">
 <context>
  <name>Terralex</name>
  <message>
   <source>The local server did not start: see the end of its log.</source>
   <translation>Il server locale non si è avviato: la fine del suo registro dice perché.</translation>
  </message>
  <message>
   <source>Waiting for the server</source>
   <translation>In attesa del server</translation>
  </message>
  <message>
   <source>There is no terralex at {program}: choose another one.</source>
   <translation>Non c'è nessun terralex in {program}: sceglierne un altro.</translation>
  </message>
  <message>
   <source>The local server is not installed: install it in the Terralex options.</source>
   <translation>Il server locale non è installato: installarlo nelle opzioni di Terralex.</translation>
  </message>
  <message>
   <source>{program} cannot be started.</source>
   <translation>Impossibile avviare {program}.</translation>
  </message>
  <message>
   <source>Size of the indexes</source>
   <translation>Dimensione degli indici</translation>
  </message>
  <message>
   <source>Deleting the indexes</source>
   <translation>Eliminazione degli indici</translation>
  </message>
  <message>
   <source>New</source>
   <translation>Nuovo</translation>
  </message>
  <message>
   <source>Gone</source>
   <translation>Scomparso</translation>
  </message>
  <message>
   <source>Unchanged</source>
   <translation>Invariato</translation>
  </message>
  <message>
   <source>The server's reply was incomplete: try again.</source>
   <translation>La risposta del server è stata troncata: riprovare.</translation>
  </message>
  <message>
   <source>{file} is not a Terralex concept.</source>
   <translation>{file} non è un concetto di Terralex.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be read: check that it exists.</source>
   <translation>Il concetto {file} non può essere letto: controllare che ci sia.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be written.</source>
   <translation>Il concetto {file} non può essere scritto lì.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be deleted.</source>
   <translation>Non è possibile eliminare il concetto {file}.</translation>
  </message>
  <message>
   <source>No server is set: enter its address in the Terralex options.</source>
   <translation>Nessun server impostato: indicarne l'indirizzo nelle opzioni di Terralex.</translation>
  </message>
  <message>
   <source>{url} is not an address: write it like https://gpu.example.org:8765.</source>
   <translation>{url} non è un indirizzo: scriverlo come https://gpu.example.org:8765.</translation>
  </message>
  <message>
   <source>QGIS could not store the token: unlock the authentication database and try again.</source>
   <translation>QGIS non ha potuto conservare il token: sbloccare il database di autenticazione e riprovare.</translation>
  </message>
  <message>
   <source>The local server is not running: start it in the Terralex options.</source>
   <translation>Il server locale non è in funzione: avviarlo nelle opzioni di Terralex.</translation>
  </message>
  <message>
   <source>The token of the local server cannot be read: restart the server in the options.</source>
   <translation>Il token del server locale non si può leggere: riavviarlo nelle opzioni.</translation>
  </message>
  <message>
   <source>{percent} % indexed: a search indexes the rest</source>
   <translation>{percent} % indicizzato: la ricerca indicizza il resto</translation>
  </message>
  <message>
   <source>QGIS renders this layer at {metres} m per pixel and sends the image.</source>
   <translation>QGIS disegna questo layer a {metres} m per pixel e invia l'immagine.</translation>
  </message>
  <message>
   <source>Indexed: searching here is fast</source>
   <translation>Indicizzato: qui le ricerche richiedono un istante</translation>
  </message>
  <message>
   <source>Not indexed yet: the first search here takes longer</source>
   <translation>Non ancora indicizzato: qui la prima ricerca richiede più tempo</translation>
  </message>
  <message>
   <source>Index status</source>
   <translation>Stato dell’indice</translation>
  </message>
  <message>
   <source>The server cannot read this file: QGIS renders it at {metres} m per pixel and sends the image.</source>
   <translation>Il server non può leggere questo file: QGIS lo disegna a {metres} m per pixel e invia l'immagine.</translation>
  </message>
  <message>
   <source>{package} does not exist: choose a wheel file or a folder.</source>
   <translation>{package} non esiste: scegliere un file wheel o una cartella.</translation>
  </message>
  <message>
   <source>Creating the environment</source>
   <translation>Creazione di un ambiente</translation>
  </message>
  <message>
   <source>Installing PyTorch for CUDA</source>
   <translation>Installazione di PyTorch per CUDA</translation>
  </message>
  <message>
   <source>Installing PyTorch for the CPU</source>
   <translation>Installazione di PyTorch per la CPU</translation>
  </message>
  <message>
   <source>Installing Terralex</source>
   <translation>Installazione di Terralex</translation>
  </message>
  <message>
   <source>Loading the model once</source>
   <translation>Primo caricamento del modello</translation>
  </message>
  <message>
   <source>Make a polygon layer the active layer and select features in it.</source>
   <translation>Rendere corrente un layer di poligoni e selezionarvi degli elementi.</translation>
  </message>
  <message>
   <source>Nothing is selected in {name}.</source>
   <translation>Niente è selezionato in {name}.</translation>
  </message>
  <message>
   <source>Choose at most {most} examples of each kind.</source>
   <translation>Scegliere al massimo {most} esempi di ogni tipo.</translation>
  </message>
  <message>
   <source>An example must be a polygon.</source>
   <translation>Un esempio deve essere un poligono.</translation>
  </message>
  <message>
   <source>This location cannot be expressed in longitude and latitude.</source>
   <translation>Questo luogo non ha longitudine né latitudine.</translation>
  </message>
  <message>
   <source>The map scale cannot be determined here: zoom in on the layer.</source>
   <translation>Qui la scala della mappa non è determinabile: ingrandire sul layer.</translation>
  </message>
  <message>
   <source>This part of the map cannot be expressed in {crs}: zoom in on the layer.</source>
   <translation>Questa parte della mappa non si può esprimere in {crs}: ingrandire sul layer.</translation>
  </message>
  <message>
   <source>Heat map: {what}</source>
   <translation>Mappa di calore: {what}</translation>
  </message>
  <message>
   <source>A heat map needs words: type what to look for.</source>
   <translation>Una mappa di calore si disegna a partire da parole: scrivere che cosa cercare.</translation>
  </message>
  <message>
   <source>Index: {what}</source>
   <translation>Indice: {what}</translation>
  </message>
  <message>
   <source>Removing the local server</source>
   <translation>Rimozione del server locale</translation>
  </message>
  <message>
   <source>An installation is already running.</source>
   <translation>Un'installazione è in corso.</translation>
  </message>
  <message>
   <source>The installation was stopped.</source>
   <translation>L'installazione è stata interrotta.</translation>
  </message>
  <message>
   <source>{what} failed: see the last lines of the log.</source>
   <translation>{what}: non riuscito, le ultime righe del registro dicono perché.</translation>
  </message>
  <message>
   <source>Installed</source>
   <translation>Installato</translation>
  </message>
  <message>
   <source>{message} (about {minutes} min left)</source>
   <translation>{message} (ancora circa {minutes} min)</translation>
  </message>
  <message>
   <source>Waiting in the queue</source>
   <translation>In coda</translation>
  </message>
  <message>
   <source>{message} (about {seconds} s left)</source>
   <translation>{message} (ancora circa {seconds} s)</translation>
  </message>
  <message>
   <source>The job was stopped on the server.</source>
   <translation>Il lavoro è stato interrotto sul server.</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>Annullato.</translation>
  </message>
  <message>
   <source>The server is not responding: trying again</source>
   <translation>Il server non risponde: nuovo tentativo</translation>
  </message>
  <message>
   <source>Choose a polygon layer with the features to label.</source>
   <translation>Scegliere un layer di poligoni i cui elementi vanno etichettati.</translation>
  </message>
  <message>
   <source>Fetching the labels</source>
   <translation>Recupero delle etichette</translation>
  </message>
  <message>
   <source>Add at least two classes.</source>
   <translation>Indicare almeno due classi.</translation>
  </message>
  <message>
   <source>{file} has the unknown column {column}: known columns are {known}.</source>
   <translation>{file} ha la colonna sconosciuta {column}: quelle note sono {known}.</translation>
  </message>
  <message>
   <source>The class {name} exists twice: rename one.</source>
   <translation>La classe {name} compare due volte: rinominarne una.</translation>
  </message>
  <message>
   <source>{file}, line {line} has no name.</source>
   <translation>{file}, riga {line}: manca il nome.</translation>
  </message>
  <message>
   <source>{file}, line {line}: {colour} is not a colour, write it like #3366cc.</source>
   <translation>{file}, riga {line}: {colour} non è un colore, scriverlo come #3366cc.</translation>
  </message>
  <message>
   <source>Label: {what}</source>
   <translation>Etichettatura: {what}</translation>
  </message>
  <message>
   <source>The features lie outside the layer {name}.</source>
   <translation>Gli elementi sono fuori dal layer {name}.</translation>
  </message>
  <message>
   <source>The layer {name} has no polygons to label.</source>
   <translation>Il layer {name} non ha poligoni da etichettare.</translation>
  </message>
  <message>
   <source>The server's result cannot be opened: try again.</source>
   <translation>Il risultato del server non si può aprire: riprovare.</translation>
  </message>
  <message>
   <source>Choose a raster layer to search in.</source>
   <translation>Scegliere un layer raster in cui cercare.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be opened: repair its data source.</source>
   <translation>Il layer {name} non si può aprire: riparare la sorgente.</translation>
  </message>
  <message>
   <source>The layer {name} has no CRS: set one.</source>
   <translation>Il layer {name} non ha un sistema di riferimento: impostarne uno.</translation>
  </message>
  <message>
   <source>The server is assembling the image</source>
   <translation>Il server compone l'immagine</translation>
  </message>
  <message>
   <source>Sending the image of {name}</source>
   <translation>Invio dell'immagine di {name}</translation>
  </message>
  <message>
   <source>The layer {name} shows nothing here: check on the map whether its service is responding.</source>
   <translation>Il layer {name} qui non mostra nulla: controllare sulla mappa se il servizio risponde.</translation>
  </message>
  <message>
   <source>The layer {name} has no extent of its own: search in the extent of the map.</source>
   <translation>Il layer {name} non ha un'estensione propria: cercare nell'estensione della mappa.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be drawn: {reason}.</source>
   <translation>Il layer {name} non si può disegnare: {reason}.</translation>
  </message>
  <message>
   <source>The server could not assemble the image: try again.</source>
   <translation>Il server non ha potuto comporre l'immagine: riprovare.</translation>
  </message>
  <message>
   <source>The server cannot read the file: sending its image instead</source>
   <translation>Il server non può leggere il file: al suo posto viene inviata l'immagine</translation>
  </message>
  <message>
   <source>Sending {name}</source>
   <translation>Invio di {name}</translation>
  </message>
  <message>
   <source>Models on the server</source>
   <translation>Modelli del server</translation>
  </message>
  <message>
   <source>{have} million pixels would be sent, the limit is {most} million: zoom in or choose larger regions.</source>
   <translation>Verrebbero inviati {have} milioni di pixel, il limite è {most} milioni: ingrandire o scegliere regioni più grandi.</translation>
  </message>
  <message>
   <source>the table {table} is missing</source>
   <translation>manca la tabella {table}</translation>
  </message>
  <message>
   <source>it is not a raster</source>
   <translation>non è un raster</translation>
  </message>
  <message>
   <source>No Python {least} or newer was found: set one in the Terralex options.</source>
   <translation>Nessun Python {least} o più recente trovato: indicarne uno nelle opzioni di Terralex.</translation>
  </message>
  <message>
   <source>Python {version} cannot make environments here: install python{version}-venv, then try again.</source>
   <translation>Python {version} non può creare ambienti qui: installare python{version}-venv e riprovare.</translation>
  </message>
  <message>
   <source>This plugin does not understand the server's reply: check that both have the same version.</source>
   <translation>Questo plugin non capisce la risposta del server: hanno la stessa versione?</translation>
  </message>
  <message>
   <source>The server does not accept the token: enter it again in the options of Terralex.</source>
   <translation>Il server non accetta il token: inserirlo di nuovo nelle opzioni di Terralex.</translation>
  </message>
  <message>
   <source>The server failed (500): see its log.</source>
   <translation>Il server ha avuto un errore (500): il suo registro dice perché.</translation>
  </message>
  <message>
   <source>The server is not available ({status}): try again later.</source>
   <translation>Il server non è disponibile ({status}): riprovare più tardi.</translation>
  </message>
  <message>
   <source>The server refused the request ({status}).</source>
   <translation>Il server ha rifiutato la richiesta ({status}).</translation>
  </message>
  <message>
   <source>The reply is incomplete or not JSON: check that there is a Terralex server at this address.</source>
   <translation>La risposta è troncata o non è JSON: c'è un server Terralex a questo indirizzo?</translation>
  </message>
  <message>
   <source>This is more than the server accepts at once: choose a smaller extent.</source>
   <translation>È più di quanto il server accetti in una volta: scegliere un'estensione minore.</translation>
  </message>
  <message>
   <source>The layer with the regions has been removed: search again.</source>
   <translation>Il layer delle regioni è stato rimosso: cercare di nuovo.</translation>
  </message>
  <message>
   <source>{file} cannot be written: {reason}.</source>
   <translation>{file} non si può scrivere: {reason}.</translation>
  </message>
  <message>
   <source>another program is writing to it</source>
   <translation>un altro programma ci sta scrivendo</translation>
  </message>
  <message>
   <source>the disk is full</source>
   <translation>il disco è pieno</translation>
  </message>
  <message>
   <source>it cannot be opened</source>
   <translation>non si può aprire</translation>
  </message>
  <message>
   <source>permission denied</source>
   <translation>permesso negato</translation>
  </message>
  <message>
   <source>Draw an area on the map first.</source>
   <translation>Disegnare prima un'area sulla mappa.</translation>
  </message>
  <message>
   <source>The layer {name} is outside this part of the map: zoom to it.</source>
   <translation>Il layer {name} non è in questa parte della mappa: ingrandire su di esso.</translation>
  </message>
  <message>
   <source>The area lies outside the layer {name}.</source>
   <translation>L'area è fuori dal layer {name}.</translation>
  </message>
  <message>
   <source>The selected features lie outside the layer {name}.</source>
   <translation>Gli elementi selezionati sono fuori dal layer {name}.</translation>
  </message>
  <message>
   <source>Similar to the examples</source>
   <translation>Come gli esempi</translation>
  </message>
  <message>
   <source>Type what to look for, or mark an example on the map.</source>
   <translation>Scrivere che cosa cercare, o scegliere un esempio sulla mappa.</translation>
  </message>
  <message>
   <source>Search: {what}</source>
   <translation>Ricerca: {what}</translation>
  </message>
  <message>
   <source>Writing {count} regions</source>
   <translation>Scrittura di {count} regioni</translation>
  </message>
  <message>
   <source>The server is preparing</source>
   <translation>Il server si prepara</translation>
  </message>
  <message>
   <source>Searching</source>
   <translation>Ricerca in corso</translation>
  </message>
  <message>
   <source>Reading the class names</source>
   <translation>Lettura dei nomi delle classi</translation>
  </message>
  <message>
   <source>Reading the index</source>
   <translation>Lettura dell'indice</translation>
  </message>
  <message>
   <source>Placing windows over the features</source>
   <translation>Posa delle finestre sugli elementi</translation>
  </message>
  <message>
   <source>Comparing</source>
   <translation>Confronto</translation>
  </message>
  <message>
   <source>Labelling everything together</source>
   <translation>Etichettatura di tutto l'insieme</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>Lisciatura</translation>
  </message>
  <message>
   <source>Labelling the area</source>
   <translation>Etichettatura dell'area</translation>
  </message>
  <message>
   <source>Looking for gaps</source>
   <translation>Ricerca di lacune</translation>
  </message>
  <message>
   <source>Writing the result</source>
   <translation>Scrittura del risultato</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Fatto</translation>
  </message>
  <message>
   <source>The server cannot read the layer.</source>
   <translation>Il server non può leggere il layer.</translation>
  </message>
  <message>
   <source>The layer is not georeferenced.</source>
   <translation>Il layer non è georeferenziato.</translation>
  </message>
  <message>
   <source>The layer has no pixels here.</source>
   <translation>Il layer qui non ha pixel.</translation>
  </message>
  <message>
   <source>This lies outside the layer.</source>
   <translation>Questo è fuori dal layer.</translation>
  </message>
  <message>
   <source>The server cannot use one of the values.</source>
   <translation>Il server non può usare uno dei valori.</translation>
  </message>
  <message>
   <source>The concept was taught with another model: choose its model in the options.</source>
   <translation>Il concetto è stato insegnato con un altro modello: scegliere il suo modello nelle opzioni.</translation>
  </message>
  <message>
   <source>There are no words to search for.</source>
   <translation>Non ci sono parole da cercare.</translation>
  </message>
  <message>
   <source>The server does not have the model.</source>
   <translation>Il server non ha questo modello.</translation>
  </message>
  <message>
   <source>The index of the layer cannot be used.</source>
   <translation>L'indice del layer non è utilizzabile.</translation>
  </message>
  <message>
   <source>The server's disk is full.</source>
   <translation>Il disco del server è pieno.</translation>
  </message>
  <message>
   <source>The server does not have enough memory for this.</source>
   <translation>Il server ha troppo poca memoria per questo.</translation>
  </message>
  <message>
   <source>The server is too busy: try again later.</source>
   <translation>Il server ha troppo da fare: riprovare più tardi.</translation>
  </message>
  <message>
   <source>The server no longer knows the layer: try again.</source>
   <translation>Il server non conosce più il layer: riprovare.</translation>
  </message>
  <message>
   <source>The server has no space left for images.</source>
   <translation>Il server non ha più spazio per le immagini.</translation>
  </message>
  <message>
   <source>The server is not allowed to fetch this online layer.</source>
   <translation>Il server non può consultare questo layer online.</translation>
  </message>
  <message>
   <source>The server failed: see its log.</source>
   <translation>Il server ha avuto un errore: il suo registro dice perché.</translation>
  </message>
  <message>
   <source>Indexing: {done} of {total} windows</source>
   <translation>Indicizzazione: {done} finestre su {total}</translation>
  </message>
  <message>
   <source>{done} of {total} windows</source>
   <translation>{done} finestre su {total}</translation>
  </message>
  <message>
   <source>Size of the local server</source>
   <translation>Dimensione del server locale</translation>
  </message>
  <message>
   <source>An error occurred in the plugin: {error}.</source>
   <translation>Qualcosa è andato storto nel plugin: {error}.</translation>
  </message>
  <message>
   <source>Teach: {what}</source>
   <translation>Insegnare: {what}</translation>
  </message>
  <message>
   <source>There is nothing to learn from: accept or reject a region first.</source>
   <translation>Non c’è nulla da cui imparare: accettare o rifiutare prima una regione.</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: draw one side at a time.</source>
   <translation>L'estensione attraversa l'antimeridiano: disegnare un lato alla volta.</translation>
  </message>
  <message>
   <source>Thumbnails of the regions</source>
   <translation>Immagini delle regioni</translation>
  </message>
  <message>
   <source>The server at {url} did not respond in time: check whether it is busy.</source>
   <translation>Il server {url} non ha risposto in tempo: controllare se è occupato.</translation>
  </message>
  <message>
   <source>The server at {url} does not respond: {reason}.</source>
   <translation>Il server {url} non risponde: {reason}.</translation>
  </message>
  <message>
   <source>Windows of {metres} m are too large to show “{words}” well: choose a smaller extent or smaller windows.</source>
   <translation>Finestre di {metres} m sono troppo grandi per mostrare bene «{words}»: scegliere un'estensione minore o finestre più piccole.</translation>
  </message>
  <message>
   <source>Nothing reaches a relevance of {least} %, the best match has {best} %: try other words or a lower threshold in the options.</source>
   <translation>Nulla raggiunge una rilevanza del {least} %, il risultato migliore ha {best} %: provare altre parole o una soglia più bassa nelle opzioni.</translation>
  </message>
  <message>
   <source>Pixels of {metres} m are too coarse to show “{words}” well.</source>
   <translation>Pixel di {metres} m sono troppo grossolani per mostrare bene «{words}».</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”. The nearest known words: {nearest}.</source>
   <translation>Il modello non conosce le parole «{words}». Le più vicine che conosce: {nearest}.</translation>
  </message>
  <message>
   <source>Nothing was relevant enough: try other words or a lower threshold in the options.</source>
   <translation>Niente era abbastanza rilevante: provare altre parole o una soglia più bassa nelle opzioni.</translation>
  </message>
  <message>
   <source>Nothing here looks like “{words}”: the best match has a relevance of {best} %.</source>
   <translation>Niente qui somiglia a «{words}»: il risultato migliore ha una rilevanza del {best} %.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”: try other words.</source>
   <translation>Il modello non conosce le parole «{words}»: provarne altre.</translation>
  </message>
  <message>
   <source>Only words or a concept can be saved as a search: type what to look for.</source>
   <translation>Solo parole o un concetto possono essere salvati come ricerca: scrivere che cosa cercare.</translation>
  </message>
  <message>
   <source>Saved searches</source>
   <translation>Ricerche salvate</translation>
  </message>
  <message>
   <source>Saved search: {what}</source>
   <translation>Ricerca salvata: {what}</translation>
  </message>
  <message>
   <source>Choose at least one raster layer.</source>
   <translation>Scegli almeno un layer raster.</translation>
  </message>
  <message>
   <source>More tools for this layer</source>
   <translation>Altri strumenti per questo layer</translation>
  </message>
  <message>
   <source>Compare two dates</source>
   <translation>Confronta due date</translation>
  </message>
  <message>
   <source>Count objects</source>
   <translation>Conta gli oggetti</translation>
  </message>
  <message>
   <source>Search many layers</source>
   <translation>Cerca in molti layer</translation>
  </message>
  <message>
   <source>The Processing plugin is off: enable it in the plugin manager.</source>
   <translation>Il plugin Processing è disattivato: attivarlo nel gestore dei plugin.</translation>
  </message>
  <message>
   <source>{area} m²</source>
   <translation>{area} m²</translation>
  </message>
  <message>
   <source>mean confidence {percent} %</source>
   <translation>confidenza media {percent} %</translation>
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
   <translation>Rimuovere il server locale? Indici e risultati restano.</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Avvia</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Ferma</translation>
  </message>
  <message>
   <source>Restart</source>
   <translation>Riavvia</translation>
  </message>
  <message>
   <source>Install</source>
   <translation>Installa</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Annulla</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Avanzamento</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Registro</translation>
  </message>
  <message>
   <source>Start it with the first search</source>
   <translation>Avviarlo con la prima ricerca</translation>
  </message>
  <message>
   <source>the home folder</source>
   <translation>la cartella personale</translation>
  </message>
  <message>
   <source>Folders the server can read, separated by {mark}</source>
   <translation>Cartelle che il server può leggere, separate da {mark}</translation>
  </message>
  <message>
   <source>Runs on</source>
   <translation>Gira su</translation>
  </message>
  <message>
   <source>Readable folders</source>
   <translation>Cartelle leggibili</translation>
  </message>
  <message>
   <source>A wheel file, a source folder, or a package name</source>
   <translation>Un file wheel, una cartella con il codice o il nome di un pacchetto</translation>
  </message>
  <message>
   <source>detected automatically</source>
   <translation>rilevato automaticamente</translation>
  </message>
  <message>
   <source>The Python used to create the server's environment</source>
   <translation>Il Python con cui si crea l'ambiente del server</translation>
  </message>
  <message>
   <source>the plugin's own</source>
   <translation>quello del plugin</translation>
  </message>
  <message>
   <source>A terralex that is there already: its program, or the folder of its environment</source>
   <translation>Un terralex già presente: il suo programma o la cartella del suo ambiente</translation>
  </message>
  <message>
   <source>Existing Terralex</source>
   <translation>Terralex esistente</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>Installare da</translation>
  </message>
  <message>
   <source>Reinstall</source>
   <translation>Reinstalla</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Rimuovi</translation>
  </message>
  <message>
   <source>Installation</source>
   <translation>Installazione</translation>
  </message>
  <message>
   <source>Not installed: needs Python 3.11 or newer and about {size} GB; {free} GB are free.</source>
   <translation>Non installato: servono Python 3.11 o successivo e circa {size} GB; {free} GB sono liberi.</translation>
  </message>
  <message>
   <source>{size} GB</source>
   <translation>{size} GB</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>Scegli</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automatico</translation>
  </message>
  <message>
   <source>for the CPU (small)</source>
   <translation>per la CPU (piccolo)</translation>
  </message>
  <message>
   <source>for CUDA (large)</source>
   <translation>per CUDA (grande)</translation>
  </message>
  <message>
   <source>Installed, not running</source>
   <translation>Installato, fermo</translation>
  </message>
  <message>
   <source>Starting…</source>
   <translation>Avvio…</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>In funzione</translation>
  </message>
  <message>
   <source>Texts that describe the class, separated by semicolons; the name alone is enough</source>
   <translation>Testi che descrivono la classe, separati da punto e virgola; basta il nome</translation>
  </message>
  <message>
   <source>your concept</source>
   <translation>concetto proprio</translation>
  </message>
  <message>
   <source>Double-click to change the colour</source>
   <translation>Doppio clic per cambiare il colore</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>Classe</translation>
  </message>
  <message>
   <source>Prompts</source>
   <translation>Testi</translation>
  </message>
  <message>
   <source>Choose a preset, open a CSV file, or add your own classes: a name is enough.</source>
   <translation>Scegliere un preimpostato, aprire un file CSV o aggiungere classi proprie: basta un nome.</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>Classi</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation>Colore della classe</translation>
  </message>
  <message>
   <source>Go back to words</source>
   <translation>Torna alle parole</translation>
  </message>
  <message>
   <source>Concept: {name}</source>
   <translation>Concetto: {name}</translation>
  </message>
  <message>
   <source>{accepted} accepted, {rejected} rejected, {model}</source>
   <translation>{accepted} accettate, {rejected} rifiutate, {model}</translation>
  </message>
  <message>
   <source>{time}: {new} new, {gone} gone, {unchanged} unchanged</source>
   <translation>{time}: {new} nuove, {gone} scomparse, {unchanged} invariate</translation>
  </message>
  <message>
   <source>not run yet</source>
   <translation>non ancora eseguita</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>Arresto in corso</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>Fermato.</translation>
  </message>
  <message>
   <source>Starting the local server</source>
   <translation>Avvio del server locale</translation>
  </message>
  <message>
   <source>Contacting the server</source>
   <translation>Richiesta al server</translation>
  </message>
  <message>
   <source>Let the server read this folder</source>
   <translation>Consenti al server di leggere questa cartella</translation>
  </message>
  <message>
   <source>Search the map by text</source>
   <translation>Cercare nella mappa con parole</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Ricerca</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>Etichette</translation>
  </message>
  <message>
   <source>Saved</source>
   <translation>Salvati</translation>
  </message>
  <message>
   <source>Terralex options</source>
   <translation>Opzioni di Terralex</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Aiuto</translation>
  </message>
  <message>
   <source>Draw a box around an example on the map</source>
   <translation>Disegnare un riquadro attorno a un esempio sulla mappa</translation>
  </message>
  <message>
   <source>Draw a box around a counter-example on the map</source>
   <translation>Traccia un riquadro attorno a un controesempio sulla mappa</translation>
  </message>
  <message>
   <source>Take the selected features as examples</source>
   <translation>Prendere come esempi gli elementi selezionati</translation>
  </message>
  <message>
   <source>Clear the examples</source>
   <translation>Cancella gli esempi</translation>
  </message>
  <message>
   <source>Take the selected features as counter-examples</source>
   <translation>Prendere gli elementi selezionati come controesempi</translation>
  </message>
  <message>
   <source>This lies outside the layer {name}: draw the box on the layer.</source>
   <translation>Questo è fuori dal layer {name}: disegnare il riquadro su di esso.</translation>
  </message>
  <message>
   <source>Draw a box on the map</source>
   <translation>Disegnare un riquadro sulla mappa</translation>
  </message>
  <message>
   <source>{like} positive, {unlike} negative examples</source>
   <translation>{like} esempi positivi, {unlike} negativi</translation>
  </message>
  <message>
   <source>Examples (optional)</source>
   <translation>Esempi (facoltativi)</translation>
  </message>
  <message>
   <source>One class was found.</source>
   <translation>Trovata una classe.</translation>
  </message>
  <message>
   <source>{count} classes were found.</source>
   <translation>Trovate {count} classi.</translation>
  </message>
  <message>
   <source>This feature has no label.</source>
   <translation>Questo elemento non ha etichetta.</translation>
  </message>
  <message>
   <source>{what} (raster)</source>
   <translation>{what} (raster)</translation>
  </message>
  <message>
   <source>The layer with the labels has been removed: label again.</source>
   <translation>Il layer con le etichette è stato rimosso: etichettare di nuovo.</translation>
  </message>
  <message>
   <source>This place has no label.</source>
   <translation>Questo luogo non ha etichetta.</translation>
  </message>
  <message>
   <source>Own classes</source>
   <translation>Classi proprie</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>Etichetta</translation>
  </message>
  <message>
   <source>Extent of the map</source>
   <translation>Estensione della mappa</translation>
  </message>
  <message>
   <source>Whole layer</source>
   <translation>Layer intero</translation>
  </message>
  <message>
   <source>Features of a polygon layer</source>
   <translation>Elementi di un layer di poligoni</translation>
  </message>
  <message>
   <source>Selected only</source>
   <translation>Solo i selezionati</translation>
  </message>
  <message>
   <source>Polygons</source>
   <translation>Poligoni</translation>
  </message>
  <message>
   <source>Preset</source>
   <translation>Preimpostato</translation>
  </message>
  <message>
   <source>Preset…</source>
   <translation>Preimpostati…</translation>
  </message>
  <message>
   <source>Add a class</source>
   <translation>Aggiungere una classe</translation>
  </message>
  <message>
   <source>Remove the selected classes</source>
   <translation>Rimuovere le classi selezionate</translation>
  </message>
  <message>
   <source>Load classes from CSV</source>
   <translation>Aprire classi da CSV</translation>
  </message>
  <message>
   <source>Save classes as CSV</source>
   <translation>Salvare le classi come CSV</translation>
  </message>
  <message>
   <source>Add one of your concepts as a class</source>
   <translation>Aggiungi un proprio concetto come classe</translation>
  </message>
  <message>
   <source>Below this confidence (0 to 1), the label is "other"</source>
   <translation>Ciò che è meno sicuro di questo, da 0 a 1, non appartiene a nessuna classe</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>automatico</translation>
  </message>
  <message>
   <source>Influence of overlapping windows on each other, from 0 to 1</source>
   <translation>Quanto si influenzano le finestre sovrapposte, da 0 a 1</translation>
  </message>
  <message>
   <source>Label everything together</source>
   <translation>Etichettare tutto insieme</translation>
  </message>
  <message>
   <source>Transduction: windows support each other's classes; often better, sometimes worse</source>
   <translation>Trasduzione: le finestre si aiutano a trovare la classe; spesso meglio, a volte peggio</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Altro</translation>
  </message>
  <message>
   <source>{file} cannot be read: check that it exists and is UTF-8.</source>
   <translation>{file} non si può leggere: verificare che esista e sia UTF-8.</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>Layer</translation>
  </message>
  <message>
   <source>"Other" below</source>
   <translation>"Altro" sotto</translation>
  </message>
  <message>
   <source>Save the area of each class as CSV</source>
   <translation>Salva l'area di ogni classe in CSV</translation>
  </message>
  <message>
   <source>Click features on the map to see their three best classes</source>
   <translation>Cliccare elementi sulla mappa per vederne le tre classi migliori</translation>
  </message>
  <message>
   <source>Three best classes on click</source>
   <translation>Tre classi migliori con un clic</translation>
  </message>
  <message>
   <source>Draw areas paler where their class is less certain</source>
   <translation>Disegna più pallide le aree la cui classe è meno certa</translation>
  </message>
  <message>
   <source>Set up the server</source>
   <translation>Configura il server</translation>
  </message>
  <message>
   <source>Delete all indexes? The next search of each layer will take longer. Results are kept.</source>
   <translation>Eliminare tutti gli indici? La prossima ricerca in ogni layer richiederà di nuovo più tempo. I risultati restano.</translation>
  </message>
  <message>
   <source>Copied.</source>
   <translation>Copiato.</translation>
  </message>
  <message>
   <source>The server responds and accepts the token.</source>
   <translation>Il server risponde e accetta il token.</translation>
  </message>
  <message>
   <source>Server default</source>
   <translation>Predefinito del server</translation>
  </message>
  <message>
   <source>Server</source>
   <translation>Server</translation>
  </message>
  <message>
   <source>On this machine</source>
   <translation>Su questa macchina</translation>
  </message>
  <message>
   <source>Another server, for example one with a GPU</source>
   <translation>Un altro, per esempio con GPU</translation>
  </message>
  <message>
   <source>As printed by terralex serve when it started</source>
   <translation>Ciò che terralex serve ha mostrato all'avvio</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Indirizzo</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>Token</translation>
  </message>
  <message>
   <source>Test connection</source>
   <translation>Prova la connessione</translation>
  </message>
  <message>
   <source>Searches and labels</source>
   <translation>Ricerche ed etichette</translation>
  </message>
  <message>
   <source>Same as QGIS</source>
   <translation>Come QGIS</translation>
  </message>
  <message>
   <source>Per search</source>
   <translation>Per ricerca</translation>
  </message>
  <message>
   <source>Less relevant regions are not requested</source>
   <translation>Ciò che è meno rilevante non viene nemmeno chiesto</translation>
  </message>
  <message>
   <source> million</source>
   <translation> milioni</translation>
  </message>
  <message>
   <source>For layers that QGIS has to render for the server, such as online layers</source>
   <translation>Dei layer che QGIS deve disegnare per il server, come quelli online</translation>
  </message>
  <message>
   <source>Takes effect when QGIS is restarted</source>
   <translation>Dal prossimo avvio di QGIS</translation>
  </message>
  <message>
   <source>Stored on this machine</source>
   <translation>Conservato su questa macchina</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Elimina</translation>
  </message>
  <message>
   <source>Delete indexes and images</source>
   <translation>Elimina indici e immagini</translation>
  </message>
  <message>
   <source>Search history</source>
   <translation>Cronologia delle ricerche</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Cancella</translation>
  </message>
  <message>
   <source>Clear search history</source>
   <translation>Cancella la cronologia delle ricerche</translation>
  </message>
  <message>
   <source>Troubleshooting</source>
   <translation>Risoluzione dei problemi</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>Copia la diagnostica</translation>
  </message>
  <message>
   <source>Versions, settings and log, without paths or secrets</source>
   <translation>Versioni, impostazioni e registro, senza percorsi né segreti</translation>
  </message>
  <message>
   <source>QGIS stores the token encrypted in its authentication database.</source>
   <translation>QGIS conserva il token cifrato nel suo database di autenticazione.</translation>
  </message>
  <message>
   <source>Indexes and images of the local server</source>
   <translation>Indici e immagini del server locale</translation>
  </message>
  <message>
   <source>Indexes and images of the local server: {size} MB</source>
   <translation>Indici e immagini del server locale: {size} MB</translation>
  </message>
  <message>
   <source>The search history has been cleared.</source>
   <translation>La cronologia delle ricerche è stata cancellata.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modello</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Lingua</translation>
  </message>
  <message>
   <source>Maximum regions</source>
   <translation>Regioni al massimo</translation>
  </message>
  <message>
   <source>Minimum relevance</source>
   <translation>Rilevanza minima</translation>
  </message>
  <message>
   <source>Maximum pixels sent</source>
   <translation>Pixel inviati al massimo</translation>
  </message>
  <message>
   <source>Server time-out</source>
   <translation>Timeout del server</translation>
  </message>
  <message>
   <source>stored by QGIS</source>
   <translation>conservato da QGIS</translation>
  </message>
  <message>
   <source>{title} (will be downloaded)</source>
   <translation>{title} (verrà scaricato)</translation>
  </message>
  <message>
   <source>Both dates side by side</source>
   <translation>Le due date affiancate</translation>
  </message>
  <message>
   <source>The earlier date is on the left, the later one on the right.</source>
   <translation>La data precedente è a sinistra, quella successiva a destra.</translation>
  </message>
  <message>
   <source>What to look for</source>
   <translation>Che cosa cercare</translation>
  </message>
  <message>
   <source>{size} m</source>
   <translation>{size} m</translation>
  </message>
  <message>
   <source>Regions</source>
   <translation>Regioni</translation>
  </message>
  <message>
   <source>Zoom to the region</source>
   <translation>Zoom sulla regione</translation>
  </message>
  <message>
   <source>Accept the region (A)</source>
   <translation>Accetta la regione (A)</translation>
  </message>
  <message>
   <source>Reject the region (R)</source>
   <translation>Rifiuta la regione (R)</translation>
  </message>
  <message>
   <source>Undo (Ctrl+Z)</source>
   <translation>Annulla (Ctrl+Z)</translation>
  </message>
  <message>
   <source>Search for more like this</source>
   <translation>Cerca altre regioni simili</translation>
  </message>
  <message>
   <source>Regions appear here, best first.</source>
   <translation>Qui appaiono le regioni, le migliori per prime.</translation>
  </message>
  <message>
   <source>Enter: next region, and the map follows</source>
   <translation>Invio: la successiva, e la mappa la segue</translation>
  </message>
  <message>
   <source>A: accept, R: reject</source>
   <translation>A: accettare, R: rifiutare</translation>
  </message>
  <message>
   <source>Region {rank}, relevance {percent} %</source>
   <translation>Regione {rank}, rilevanza {percent} %</translation>
  </message>
  <message>
   <source>{size} m regions, cosine {score}</source>
   <translation>Regioni di {size} m, coseno {score}</translation>
  </message>
  <message>
   <source>Below the threshold: candidate</source>
   <translation>Sotto la soglia: un candidato</translation>
  </message>
  <message>
   <source>Accepted</source>
   <translation>Accettata</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>Rifiutata</translation>
  </message>
  <message>
   <source>Save this search</source>
   <translation>Salva questa ricerca</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Nome</translation>
  </message>
  <message>
   <source>Raster layers</source>
   <translation>Layer raster</translation>
  </message>
  <message>
   <source>All rasters in their folders, including later ones</source>
   <translation>Tutti i raster delle loro cartelle, anche quelli futuri</translation>
  </message>
  <message>
   <source>The server runs it automatically while it is running</source>
   <translation>Il server la esegue da solo finché è attivo</translation>
  </message>
  <message>
   <source>Interval</source>
   <translation>Frequenza</translation>
  </message>
  <message>
   <source>Only manually</source>
   <translation>Solo a mano</translation>
  </message>
  <message>
   <source>Every hour</source>
   <translation>Ogni ora</translation>
  </message>
  <message>
   <source>Every day</source>
   <translation>Ogni giorno</translation>
  </message>
  <message>
   <source>Every week</source>
   <translation>Ogni settimana</translation>
  </message>
  <message>
   <source>Concepts and saved searches</source>
   <translation>Concetti e ricerche salvate</translation>
  </message>
  <message>
   <source>Save the marks as a concept ...</source>
   <translation>Salva i segni come concetto ...</translation>
  </message>
  <message>
   <source>Save this search ...</source>
   <translation>Salva questa ricerca ...</translation>
  </message>
  <message>
   <source>Show everything saved</source>
   <translation>Mostra tutto ciò che è salvato</translation>
  </message>
  <message>
   <source>No concept is saved yet</source>
   <translation>Nessun concetto ancora salvato</translation>
  </message>
  <message>
   <source>Save the marks as a concept</source>
   <translation>Salva i segni come concetto</translation>
  </message>
  <message>
   <source>{name} is saved. Regions so far: {count}.</source>
   <translation>{name} è salvata. Regioni finora: {count}.</translation>
  </message>
  <message>
   <source>{name}: {new} new, {gone} gone, {unchanged} unchanged. {looked_at} of {layers} layers had changed.</source>
   <translation>{name}: {new} nuove, {gone} scomparse, {unchanged} invariate. Erano cambiati {looked_at} layer su {layers}.</translation>
  </message>
  <message>
   <source>Name of the concept</source>
   <translation>Nome del concetto</translation>
  </message>
  <message>
   <source>{name} is saved: taught by {accepted} accepted and {rejected} rejected.</source>
   <translation>{name} è salvato: insegnato con {accepted} accettate e {rejected} rifiutate.</translation>
  </message>
  <message>
   <source>Import concepts</source>
   <translation>Importa concetti</translation>
  </message>
  <message>
   <source>Concepts (*.tlx)</source>
   <translation>Concetti (*.tlx)</translation>
  </message>
  <message>
   <source>Export the concept</source>
   <translation>Esporta il concetto</translation>
  </message>
  <message>
   <source>{name} was exported to {file}.</source>
   <translation>{name} è stato esportato in {file}.</translation>
  </message>
  <message>
   <source>There is already a concept {name}. Replace it?</source>
   <translation>Esiste già un concetto {name}. Sostituirlo?</translation>
  </message>
  <message>
   <source>Delete the concept {name}?</source>
   <translation>Eliminare il concetto {name}?</translation>
  </message>
  <message>
   <source>Delete the saved search {name}?</source>
   <translation>Eliminare la ricerca salvata {name}?</translation>
  </message>
  <message>
   <source>Accept and reject regions, then save the marks as a concept with the button next to Search.</source>
   <translation>Accettare e rifiutare regioni, poi salvare i segni come concetto con il pulsante accanto a Ricerca.</translation>
  </message>
  <message>
   <source>Save a search with the button next to Search, and run it again when there is new imagery.</source>
   <translation>Salvare una ricerca con il pulsante accanto a Ricerca ed eseguirla di nuovo quando ci sono nuove immagini.</translation>
  </message>
  <message>
   <source>Concepts</source>
   <translation>Concetti</translation>
  </message>
  <message>
   <source>Search by the concept</source>
   <translation>Cerca con il concetto</translation>
  </message>
  <message>
   <source>Add the concept to the classes</source>
   <translation>Aggiungi il concetto alle classi</translation>
  </message>
  <message>
   <source>Delete the concept</source>
   <translation>Elimina il concetto</translation>
  </message>
  <message>
   <source>Run the search again and show what is new</source>
   <translation>Esegui di nuovo la ricerca e mostra che cosa è nuovo</translation>
  </message>
  <message>
   <source>Show the result of the server's last automatic run</source>
   <translation>Mostra che cosa ha trovato il server l’ultima volta che ha eseguito la ricerca da solo</translation>
  </message>
  <message>
   <source>Refresh the list of saved searches</source>
   <translation>Aggiorna l’elenco delle ricerche salvate</translation>
  </message>
  <message>
   <source>Delete the saved search</source>
   <translation>Elimina la ricerca salvata</translation>
  </message>
  <message>
   <source>Run again</source>
   <translation>Esegui di nuovo</translation>
  </message>
  <message>
   <source>One region was found.</source>
   <translation>Trovata una regione.</translation>
  </message>
  <message>
   <source>{windows} windows are indexed.</source>
   <translation>{windows} finestre sono indicizzate.</translation>
  </message>
  <message>
   <source>{count} regions were found.</source>
   <translation>Trovate {count} regioni.</translation>
  </message>
  <message>
   <source>Accept at least one region first (A).</source>
   <translation>Accettare prima almeno una regione (A).</translation>
  </message>
  <message>
   <source>The heat map has been added: the stronger the colour, the better the match.</source>
   <translation>La mappa di calore è sulla mappa: più il colore è intenso, meglio il luogo corrisponde.</translation>
  </message>
  <message>
   <source>The best candidates are shown faded.</source>
   <translation>I candidati migliori sono mostrati attenuati.</translation>
  </message>
  <message>
   <source>but not … (car park; road)</source>
   <translation>ma non … (parcheggio; strada)</translation>
  </message>
  <message>
   <source>But not</source>
   <translation>Ma non</translation>
  </message>
  <message>
   <source>Things that look similar but are not wanted; separate phrases with semicolons</source>
   <translation>Ciò che somiglia ma non si cerca; separare le espressioni con punto e virgola</translation>
  </message>
  <message>
   <source>What to look for: airport, 저수지 …</source>
   <translation>Che cosa cercare: aeroporto, 저수지 …</translation>
  </message>
  <message>
   <source>Selected features</source>
   <translation>Elementi selezionati</translation>
  </message>
  <message>
   <source>Drawn area</source>
   <translation>Area disegnata</translation>
  </message>
  <message>
   <source>Draw the area to search on the map</source>
   <translation>Disegnare sulla mappa l'area in cui cercare</translation>
  </message>
  <message>
   <source>Selected features of the active polygon layer</source>
   <translation>Elementi selezionati del layer di poligoni corrente</translation>
  </message>
  <message>
   <source>Side length of the regions on the ground in metres; several values are allowed</source>
   <translation>Lato delle regioni al suolo in metri; sono ammessi più valori</translation>
  </message>
  <message>
   <source>Shape of the regions</source>
   <translation>Forma delle regioni</translation>
  </message>
  <message>
   <source>Relevance</source>
   <translation>Rilevanza</translation>
  </message>
  <message>
   <source>Hides less relevant regions in the list and on the map</source>
   <translation>Nasconde ciò che è meno rilevante, nell'elenco e sulla mappa</translation>
  </message>
  <message>
   <source>Filter regions</source>
   <translation>Filtra le regioni</translation>
  </message>
  <message>
   <source>Sort regions</source>
   <translation>Ordina le regioni</translation>
  </message>
  <message>
   <source>Gallery of large images</source>
   <translation>Galleria di immagini grandi</translation>
  </message>
  <message>
   <source>Zoom back to the searched area</source>
   <translation>Torna all'area cercata</translation>
  </message>
  <message>
   <source>Heat map: how well each place matches</source>
   <translation>Mappa di calore: quanto ogni luogo corrisponde</translation>
  </message>
  <message>
   <source>Search again, with the accepted and rejected regions as examples</source>
   <translation>Cerca di nuovo, con ciò che è stato accettato e rifiutato come esempi</translation>
  </message>
  <message>
   <source>More like the accepted ones</source>
   <translation>Cerca simili</translation>
  </message>
  <message>
   <source>Export the accepted regions</source>
   <translation>Esporta le regioni accettate</translation>
  </message>
  <message>
   <source>from {percent} %: {shown} of {count}</source>
   <translation>da {percent} %: {shown} su {count}</translation>
  </message>
  <message>
   <source>Where</source>
   <translation>Dove</translation>
  </message>
  <message>
   <source>Merged</source>
   <translation>Unite</translation>
  </message>
  <message>
   <source>Single windows</source>
   <translation>Finestre singole</translation>
  </message>
  <message>
   <source>Outlines</source>
   <translation>Contorni</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Misura</translation>
  </message>
  <message>
   <source>Shape</source>
   <translation>Forma</translation>
  </message>
  <message>
   <source>All regions</source>
   <translation>Tutte le regioni</translation>
  </message>
  <message>
   <source>Unmarked</source>
   <translation>Non ancora contrassegnate</translation>
  </message>
  <message>
   <source>Best first</source>
   <translation>Prima le migliori</translation>
  </message>
  <message>
   <source>Accepted first</source>
   <translation>Prima le accettate</translation>
  </message>
  <message>
   <source>or other words</source>
   <translation>o altre parole</translation>
  </message>
  <message>
   <source>One accepted region was exported to {file}.</source>
   <translation>Esportata una regione accettata in {file}.</translation>
  </message>
  <message>
   <source>{count} accepted regions were exported to {file}.</source>
   <translation>{count} regioni accettate esportate in {file}.</translation>
  </message>
  <message>
   <source>Search the map for {what}</source>
   <translation>Cercare {what} nella mappa</translation>
  </message>
  <message>
   <source>Matching names</source>
   <translation>Nomi corrispondenti</translation>
  </message>
  <message>
   <source>Search this layer by text</source>
   <translation>Cercare in questo layer con parole</translation>
  </message>
  <message>
   <source>Label this layer</source>
   <translation>Etichettare questo layer</translation>
  </message>
  <message>
   <source>Index this layer</source>
   <translation>Indicizzare questo layer</translation>
  </message>
  <message>
   <source>Region sizes in metres, separated by commas</source>
   <translation>Misure delle regioni in metri, separate da virgole</translation>
  </message>
  <message>
   <source>Pixel size in metres if the layer has to be rendered</source>
   <translation>Misura del pixel in metri se il layer va disegnato</translation>
  </message>
  <message>
   <source>Raster layer</source>
   <translation>Layer raster</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>Estensione</translation>
  </message>
  <message>
   <source>The extent does not intersect the layer {name}.</source>
   <translation>L'estensione non tocca il layer {name}.</translation>
  </message>
  <message>
   <source>{text} is not a list of numbers: write it like 100, 200.</source>
   <translation>{text} non è un elenco di numeri: scriverlo come 100, 200.</translation>
  </message>
  <message>
   <source>Finds what a text names in a later layer but not in an earlier one of the same place, or the other way round: new buildings, lost forest. The resolution and CRS of the layers may differ; differences in season or light and shifts of a few pixels do not count as change.</source>
   <translation>Trova ciò che un testo nomina e che c'è in un layer successivo ma non in uno precedente dello stesso luogo, o viceversa: nuovi edifici, bosco scomparso. Risoluzione e sistema di riferimento dei layer possono essere diversi; stagione, luce e uno spostamento di pochi pixel non sono un cambiamento.</translation>
  </message>
  <message>
   <source>From the text, otherwise both</source>
   <translation>Come dice il testo, altrimenti entrambe</translation>
  </message>
  <message>
   <source>Appeared</source>
   <translation>Comparso</translation>
  </message>
  <message>
   <source>Disappeared</source>
   <translation>Scomparso</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>Entrambe</translation>
  </message>
  <message>
   <source>Change heat map</source>
   <translation>Mappa dei cambiamenti</translation>
  </message>
  <message>
   <source>Raster layer of the earlier date</source>
   <translation>Layer raster della data precedente</translation>
  </message>
  <message>
   <source>Direction</source>
   <translation>Direzione</translation>
  </message>
  <message>
   <source>Number of regions</source>
   <translation>Numero di regioni</translation>
  </message>
  <message>
   <source>Compare labels with a reference</source>
   <translation>Confrontare etichette con un riferimento</translation>
  </message>
  <message>
   <source>Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall and F1 by class. By feature, each reference polygon gets the label of the polygon at a point inside it; by area, the overlapping area is counted, in square units of the reference layer's CRS.</source>
   <translation>Confronta poligoni etichettati con un layer di riferimento: matrice di confusione, accuratezza, kappa, precisione, richiamo e F1 per classe. Per elemento, un poligono di riferimento riceve l'etichetta del poligono in un punto interno; per area, si conta la superficie comune, in unità quadrate del sistema del riferimento.</translation>
  </message>
  <message>
   <source>Labels and reference</source>
   <translation>Etichette e riferimento</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>Accuratezza</translation>
  </message>
  <message>
   <source>Mean F1</source>
   <translation>F1 medio</translation>
  </message>
  <message>
   <source>Compared</source>
   <translation>Confrontato</translation>
  </message>
  <message>
   <source>Confusion matrix</source>
   <translation>Matrice di confusione</translation>
  </message>
  <message>
   <source>Rows are the reference, columns the labels; the darker, the larger the share of the row.</source>
   <translation>Le righe sono il riferimento, le colonne le etichette; più è scuro, maggiore è la quota della riga.</translation>
  </message>
  <message>
   <source>By class</source>
   <translation>Per classe</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>Precisione</translation>
  </message>
  <message>
   <source>Recall</source>
   <translation>Richiamo</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Riferimento</translation>
  </message>
  <message>
   <source>By feature</source>
   <translation>Per elemento</translation>
  </message>
  <message>
   <source>By area</source>
   <translation>Per area</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Rapporto</translation>
  </message>
  <message>
   <source>Accuracy {accuracy}, mean F1 {f1}</source>
   <translation>Accuratezza {accuracy}, F1 medio {f1}</translation>
  </message>
  <message>
   <source>Field with the label</source>
   <translation>Campo con l'etichetta</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>Campo con la classe</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>Contare</translation>
  </message>
  <message>
   <source>Labels and reference do not overlap: check both layers.</source>
   <translation>Etichette e riferimento non si sovrappongono: controllare entrambi i layer.</translation>
  </message>
  <message>
   <source>Give words or a concept, not both: a concept already contains the words it was taught with.</source>
   <translation>Indicare parole o un concetto, non entrambi: un concetto ha già le parole con cui è stato insegnato.</translation>
  </message>
  <message>
   <source>Type what to look for, or choose a concept.</source>
   <translation>Scrivere che cosa cercare, o scegliere un concetto.</translation>
  </message>
  <message>
   <source>Counts what a text names, such as cars or pools, in a layer or in each polygon of a zone layer, with an interval that shows how certain the count is. A message says when objects are too small for the pixels of the layer.</source>
   <translation>Conta ciò che un testo nomina, come auto o piscine, in un layer o in ogni poligono di un layer di zone, con un intervallo che indica quanto il conteggio è affidabile. Ciò che è troppo piccolo per i pixel del layer viene segnalato.</translation>
  </message>
  <message>
   <source>About {count}, probably {low} to {high}.</source>
   <translation>Circa {count}, probabilmente da {low} a {high}.</translation>
  </message>
  <message>
   <source>No number: the model is too unsure of what it sees. There may be {low} to {high}.</source>
   <translation>Nessun numero: il modello è troppo incerto su ciò che vede. Possono essere da {low} a {high}.</translation>
  </message>
  <message>
   <source>At least {low}: they may stand too close together to be counted one by one.</source>
   <translation>Almeno {low}: forse sono troppo vicini per essere contati uno per uno.</translation>
  </message>
  <message>
   <source>Zones</source>
   <translation>Zone</translation>
  </message>
  <message>
   <source>Objects</source>
   <translation>Oggetti</translation>
  </message>
  <message>
   <source>Expected count</source>
   <translation>Numero atteso</translation>
  </message>
  <message>
   <source>Give zones as polygons.</source>
   <translation>Indicare le zone come poligoni.</translation>
  </message>
  <message>
   <source>Similarity heat map</source>
   <translation>Mappa di calore di somiglianza</translation>
  </message>
  <message>
   <source>Maps how well each place of a layer matches a text, as a single-band raster.</source>
   <translation>Disegna quanto ogni luogo di un layer corrisponde a un testo, come raster a una banda.</translation>
  </message>
  <message>
   <source>Or a taught concept</source>
   <translation>O un concetto insegnato</translation>
  </message>
  <message>
   <source>Heat map</source>
   <translation>Mappa di calore</translation>
  </message>
  <message>
   <source>Index layer</source>
   <translation>Indicizzare un layer</translation>
  </message>
  <message>
   <source>Prepares a layer so that searching it is fast. An interrupted run continues where it stopped.</source>
   <translation>Prepara un layer perché le ricerche siano rapide. Se interrotta, la preparazione continua da dove si era fermata.</translation>
  </message>
  <message>
   <source>Windows</source>
   <translation>Finestre</translation>
  </message>
  <message>
   <source>Label features</source>
   <translation>Etichettare elementi</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to each polygon, from what the raster layer shows there, without training. All attributes are kept; label, score, margin and the three best classes are appended.</source>
   <translation>Dà a ogni poligono una delle classi indicate secondo ciò che il layer raster vi mostra, senza addestramento. Tutti gli attributi restano; si aggiungono etichetta, punteggio, margine e le tre classi migliori.</translation>
  </message>
  <message>
   <source>Labelled features</source>
   <translation>Elementi etichettati</translation>
  </message>
  <message>
   <source>There is no preset {name}: choose one of {known}.</source>
   <translation>Non c'è un preimpostato {name}: scegliere fra {known}.</translation>
  </message>
  <message>
   <source>Label raster layer</source>
   <translation>Etichettare un layer raster</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to every place of a layer, without training: as areas, and as a raster with the confidence in its second band. Classes are names separated by semicolons, preset:NAME, or a CSV file.</source>
   <translation>Dà a ogni luogo di un layer una delle classi indicate, senza addestramento: come aree e come raster la cui seconda banda è la confidenza. Le classi sono nomi separati da punto e virgola, preset:NAME o un file CSV.</translation>
  </message>
  <message>
   <source>Confidence below which it is "other"</source>
   <translation>Confidenza sotto la quale è "altro"</translation>
  </message>
  <message>
   <source>Class raster</source>
   <translation>Raster delle classi</translation>
  </message>
  <message>
   <source>Areas</source>
   <translation>Aree</translation>
  </message>
  <message>
   <source>Concepts as additional classes</source>
   <translation>Concetti come ulteriori classi</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: label one side at a time.</source>
   <translation>L'estensione attraversa l'antimeridiano: etichettare un lato alla volta.</translation>
  </message>
  <message>
   <source>Run a saved search</source>
   <translation>Esegui una ricerca salvata</translation>
  </message>
  <message>
   <source>Searches the layers of a saved search that are new or have changed since its last run, and reports which regions are new, gone or unchanged. Searches are saved in the dock, or by the algorithm Search many layers.</source>
   <translation>Esamina solo i layer di una ricerca salvata che sono nuovi o cambiati dall’ultima esecuzione e dice quali regioni sono nuove, scomparse o invariate. Le ricerche si salvano nel pannello o con l’algoritmo Cerca in molti layer.</translation>
  </message>
  <message>
   <source>{new} new, {gone} gone, {unchanged} unchanged.</source>
   <translation>{new} nuove, {gone} scomparse, {unchanged} invariate.</translation>
  </message>
  <message>
   <source>There is no saved search {name}: the server knows {known}.</source>
   <translation>Non c’è nessuna ricerca salvata {name}: il server conosce {known}.</translation>
  </message>
  <message>
   <source>Name of the saved search</source>
   <translation>Nome della ricerca salvata</translation>
  </message>
  <message>
   <source>Search by text</source>
   <translation>Cercare con parole</translation>
  </message>
  <message>
   <source>Finds regions of a layer that match a text, in any of ten languages, best first. Separate phrases with the same meaning by semicolons. A layer that is not indexed yet is indexed first.</source>
   <translation>Trova le regioni di un layer che un testo nomina, in dieci lingue, le migliori per prime. Le espressioni con lo stesso senso si separano con punto e virgola. Un layer non ancora indicizzato viene prima indicizzato.</translation>
  </message>
  <message>
   <source>Merged windows</source>
   <translation>Finestre unite</translation>
  </message>
  <message>
   <source>Shape of regions</source>
   <translation>Forma delle regioni</translation>
  </message>
  <message>
   <source>Finds what a text names in many raster layers and returns all regions in one table, most relevant first, with the layer of each. If a layer cannot be searched, the reason is reported and the others are still searched.</source>
   <translation>Trova ciò che un testo nomina in molti layer raster e riunisce le regioni di tutti in una sola tabella, le più rilevanti per prime, ciascuna con il suo layer. Se in un layer non si può cercare, il motivo viene indicato e negli altri si cerca lo stesso.</translation>
  </message>
  <message>
   <source>Save the search under this name</source>
   <translation>Salva la ricerca con questo nome</translation>
  </message>
  <message>
   <source>Find similar regions</source>
   <translation>Trovare regioni simili</translation>
  </message>
  <message>
   <source>Finds regions that look like the given polygons and unlike others. All polygons count.</source>
   <translation>Trova regioni che somigliano ai poligoni dati e non ad altri. Contano tutti.</translation>
  </message>
  <message>
   <source>Examples</source>
   <translation>Esempi</translation>
  </message>
  <message>
   <source>Counter-examples</source>
   <translation>Controesempi</translation>
  </message>
  <message>
   <source>{what}: at most {most} polygons are allowed, select some of them.</source>
   <translation>{what}: al massimo {most} poligoni, selezionarne alcuni.</translation>
  </message>
  <message>
   <source>Words that describe the same thing</source>
   <translation>Altre parole per la stessa cosa</translation>
  </message>
  <message>
   <source>There are no examples: give a layer with at least one polygon.</source>
   <translation>Non ci sono esempi: dare un layer con almeno un poligono.</translation>
  </message>
  <message>
   <source>Teach a concept</source>
   <translation>Insegnare un concetto</translation>
  </message>
  <message>
   <source>Learns a concept from accepted and rejected places and from words, and writes it to a small file: it can then be used to search and label, on this layer and on others.</source>
   <translation>Impara che cosa si intende da luoghi accettati e rifiutati e da parole, e lo scrive in un piccolo file: con il concetto si può poi cercare ed etichettare, su questo layer e su altri.</translation>
  </message>
  <message>
   <source>Accepted places</source>
   <translation>Luoghi accettati</translation>
  </message>
  <message>
   <source>Rejected places</source>
   <translation>Luoghi rifiutati</translation>
  </message>
  <message>
   <source>Concept to continue teaching</source>
   <translation>Concetto da insegnare ulteriormente</translation>
  </message>
  <message>
   <source>Concept</source>
   <translation>Concetto</translation>
  </message>
  <message>
   <source>There is nothing to learn from: give accepted or rejected places.</source>
   <translation>Non c'è nulla da cui imparare: indicare luoghi accettati o rifiutati.</translation>
  </message>
  <message>
   <source>Airports and ports</source>
   <translation>Aeroporti e porti</translation>
  </message>
  <message>
   <source>CORINE land cover, level 1</source>
   <translation>Copertura del suolo CORINE, livello 1</translation>
  </message>
  <message>
   <source>CORINE land cover, level 2</source>
   <translation>Copertura del suolo CORINE, livello 2</translation>
  </message>
  <message>
   <source>Disaster damage</source>
   <translation>Danni da calamità</translation>
  </message>
  <message>
   <source>EuroSAT</source>
   <translation>EuroSAT</translation>
  </message>
  <message>
   <source>RSICD scene labels</source>
   <translation>Scene RSICD</translation>
  </message>
  <message>
   <source>Rendered sample</source>
   <translation>Campione sintetico</translation>
  </message>
  <message>
   <source>UC Merced Land Use</source>
   <translation>Uso del suolo UC Merced</translation>
  </message>
 </context>
</TS>
